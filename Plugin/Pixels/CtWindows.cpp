// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/CtWindows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>

namespace vlm
{
namespace
{

using Windows = std::vector<CtWindow>;

// Centres and widths in everyday use; vendors and departments differ by some tens of HU.
const CtWindow Brain{"brain", 40, 80};
const CtWindow Subdural{"subdural", 75, 215};
const CtWindow SkullBone{"skull bone", 600, 2800};
const CtWindow SoftTissue{"soft tissue", 40, 400};
const CtWindow NeckTissue{"neck soft tissue", 50, 350};
const CtWindow Lung{"lung", -600, 1500};
const CtWindow Mediastinum{"mediastinum", 50, 350};
const CtWindow Liver{"liver", 60, 160};
const CtWindow Bone{"bone", 400, 1800};

struct Part
{
  std::string_view name;
  enum class Region
  {
    Head,
    HeadNeck,
    Neck,
    Chest,
    ChestAbdomen,
    Abdomen,
    Pelvis,
    Skeleton
  } region;
};

using Region = Part::Region;

// Looked for within the value, in this order, since scanners append words ("CHEST W/O", "HEAD
// ROUTINE"); so none may be part of an unrelated word.
constexpr std::array<Part, 30> PartsWithin = {{{"SPINE", Region::Skeleton},
                                               {"CHESTAB", Region::ChestAbdomen},
                                               {"THORAXAB", Region::ChestAbdomen},
                                               {"CHESTPELV", Region::ChestAbdomen},
                                               {"HEADNECK", Region::HeadNeck},
                                               {"HEADANDNECK", Region::HeadNeck},
                                               {"CHEST", Region::Chest},
                                               {"THORA", Region::Chest},
                                               {"LUNG", Region::Chest},
                                               {"PULMO", Region::Chest},
                                               {"HEART", Region::Chest},
                                               {"CARDIA", Region::Chest},
                                               {"CORONARY", Region::Chest},
                                               {"MEDIASTIN", Region::Chest},
                                               {"ABDOM", Region::Abdomen},
                                               {"PELV", Region::Pelvis},
                                               {"LIVER", Region::Abdomen},
                                               {"KIDNEY", Region::Abdomen},
                                               {"PANCREA", Region::Abdomen},
                                               {"SPLEEN", Region::Abdomen},
                                               {"COLON", Region::Abdomen},
                                               {"PROSTATE", Region::Pelvis},
                                               {"BLADDER", Region::Pelvis},
                                               {"BRAIN", Region::Head},
                                               {"SKULL", Region::Head},
                                               {"HEAD", Region::Head},
                                               {"CEREB", Region::Head},
                                               {"NECK", Region::Neck},
                                               {"THYROID", Region::Neck},
                                               {"LARYNX", Region::Neck}}};

// Looked for as the whole value: PS3.16 Annex L.
constexpr std::array<Part, 50> WholeParts = {
    {{"ANKLE", Region::Skeleton},     {"ARM", Region::Skeleton},
     {"CALCANEUS", Region::Skeleton}, {"CALF", Region::Skeleton},
     {"CLAVICLE", Region::Skeleton},  {"COCCYX", Region::Skeleton},
     {"ELBOW", Region::Skeleton},     {"EXTREMITY", Region::Skeleton},
     {"FEMUR", Region::Skeleton},     {"FINGER", Region::Skeleton},
     {"FOOT", Region::Skeleton},      {"FOREARM", Region::Skeleton},
     {"HAND", Region::Skeleton},      {"HIP", Region::Skeleton},
     {"HUMERUS", Region::Skeleton},   {"ILIUM", Region::Skeleton},
     {"KNEE", Region::Skeleton},      {"LEG", Region::Skeleton},
     {"LOWERLEG", Region::Skeleton},  {"PATELLA", Region::Skeleton},
     {"RADIUS", Region::Skeleton},    {"RADIUSULNA", Region::Skeleton},
     {"RIB", Region::Skeleton},       {"SCAPULA", Region::Skeleton},
     {"SHOULDER", Region::Skeleton},  {"STERNUM", Region::Skeleton},
     {"THIGH", Region::Skeleton},     {"THUMB", Region::Skeleton},
     {"TIBIA", Region::Skeleton},     {"TIBIAFIBULA", Region::Skeleton},
     {"TOE", Region::Skeleton},       {"ULNA", Region::Skeleton},
     {"WRIST", Region::Skeleton},     {"ADRENAL", Region::Abdomen},
     {"DUODENUM", Region::Abdomen},   {"ILEUM", Region::Abdomen},
     {"JEJUNUM", Region::Abdomen},    {"OVARY", Region::Pelvis},
     {"RECTUM", Region::Pelvis},      {"STOMACH", Region::Abdomen},
     {"URETER", Region::Abdomen},     {"UTERUS", Region::Pelvis},
     {"BREAST", Region::Chest},       {"BRONCHUS", Region::Chest},
     {"ESOPHAGUS", Region::Chest},    {"TRACHEA", Region::Chest},
     {"EAR", Region::Head},           {"IAC", Region::Head},
     {"ORBIT", Region::Head},         {"PHARYNX", Region::Neck}}};

Windows WindowsOf(Region region)
{
  switch (region)
  {
    case Region::Head:
      return {Brain, Subdural, SkullBone};
    case Region::HeadNeck:
      return {SoftTissue, Brain, SkullBone};
    case Region::Neck:
      return {NeckTissue, Bone};
    case Region::Chest:
      return {Lung, Mediastinum, Bone};
    case Region::ChestAbdomen:
      return {SoftTissue, Lung, Liver, Bone};
    case Region::Abdomen:
      return {SoftTissue, Liver, Bone};
    case Region::Pelvis:
      return {SoftTissue, Bone};
    case Region::Skeleton:
      break;
  }
  return {Bone, SoftTissue};
}

// Letters in upper case: "c-spine" -> "CSPINE".
std::string LettersOf(const std::string& bodyPart)
{
  std::string letters;
  for (const char character : bodyPart)
  {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80 && std::isalpha(byte) != 0)
    {
      letters += static_cast<char>(std::toupper(byte));
    }
  }
  return letters;
}

}  // namespace

std::vector<CtWindow> CtWindowsFor(const std::string& bodyPart)
{
  const std::string letters = LettersOf(bodyPart);
  for (const Part& part : PartsWithin)
  {
    if (letters.find(part.name) != std::string::npos)
    {
      return WindowsOf(part.region);
    }
  }
  for (const Part& part : WholeParts)
  {
    if (letters == part.name)
    {
      return WindowsOf(part.region);
    }
  }
  return {SoftTissue, Lung, Bone};
}

// PS3.3 C.11.2.1.3.2: y = ((x - c) / w + 0.5) * (255 - 0) + 0 between c - w/2 and c + w/2, 0 below,
// 255 above.
cv::Mat ApplyWindow(const cv::Mat& hounsfield, const CtWindow& window)
{
  if (hounsfield.empty())
  {
    return {};
  }
  assert(hounsfield.type() == CV_32FC1);
  assert(window.widthHu > 0.0);
  const double low = window.centerHu - window.widthHu / 2.0;
  const double high = window.centerHu + window.widthHu / 2.0;
  // Clamped first: a conversion to integers does not saturate what no integer can hold.
  cv::Mat clamped;
  cv::min(hounsfield, high, clamped);
  cv::max(clamped, low, clamped);
  cv::Mat finite;
  cv::inRange(hounsfield, -std::numeric_limits<float>::max(), std::numeric_limits<float>::max(),
              finite);
  const double slope = 255.0 / window.widthHu;
  cv::Mat shown;
  clamped.convertTo(shown, CV_8U, slope, -low * slope);
  cv::bitwise_and(shown, finite, shown);
  return shown;
}

cv::Mat ThreeWindowsRgb(const cv::Mat& hounsfield)
{
  const CtWindow red{"wide", 0, 2048};
  const CtWindow green{"soft tissue", 40, 350};
  const CtWindow blue{"brain", 40, 80};
  const std::array<cv::Mat, 3> channels = {
      ApplyWindow(hounsfield, blue), ApplyWindow(hounsfield, green), ApplyWindow(hounsfield, red)};
  cv::Mat colour;
  cv::merge(channels.data(), channels.size(), colour);
  return colour;
}

}  // namespace vlm
