// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/Sides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "Foundation/AsciiCase.h"

namespace vlm
{
namespace
{

struct LateralityWord
{
  std::string_view word;
  Laterality side;
};

constexpr std::array<LateralityWord, 17> LateralityWords = {
    {{"left", Laterality::Left},
     {"l", Laterality::Left},
     {"right", Laterality::Right},
     {"r", Laterality::Right},
     {"bilateral", Laterality::Bilateral},
     {"both", Laterality::Bilateral},
     {"b", Laterality::Bilateral},
     {"midline", Laterality::Midline},
     {"middle", Laterality::Midline},
     {"central", Laterality::Midline},
     {"m", Laterality::Midline},
     {"", Laterality::Unknown},
     {"unknown", Laterality::Unknown},
     {"none", Laterality::Unknown},
     {"n/a", Laterality::Unknown},
     {"not applicable", Laterality::Unknown},
     {"unspecified", Laterality::Unknown}}};

constexpr double MidlineShare = 0.1;   // of the image's width, on each side of its centre
constexpr double CrossingShare = 0.2;  // of the box's width, over the centre
constexpr double RowCosine = 0.8;      // a row this parallel to the left-right axis runs across

// Limbs and breasts are imaged one by one, or at least not around the body's midline.
bool IsOneSided(const std::string& bodyPart)
{
  for (const char* limb :
       {"HAND",    "FOOT",    "KNEE",  "ANKLE", "ELBOW",   "WRIST",    "SHOULDER",  "HIP",
        "ARM",     "LEG",     "FEMUR", "TIBIA", "FINGER",  "TOE",      "EXTREMITY", "CLAVICLE",
        "HUMERUS", "FOREARM", "THIGH", "CALF",  "SCAPULA", "CALCANEUS"})
  {
    if (bodyPart.find(limb) != std::string::npos)
    {
      return true;
    }
  }
  return false;
}

bool IsFrontalChestRadiograph(const Acquisition& acquisition)
{
  const bool isRadiograph = acquisition.modality == "CR" || acquisition.modality == "DX";
  const bool isFrontal = acquisition.viewPosition == "PA" || acquisition.viewPosition == "AP";
  return isRadiograph && isFrontal &&
         UpperCase(acquisition.bodyPart).find("CHEST") != std::string::npos;
}

// Towards which side columns grow; Unknown: along another axis, or not said.
Laterality ColumnsGrowTowards(const Frame& frame)
{
  if (frame.imageOrientationPatient)
  {
    // PS3.3 C.7.6.2.1.1: x grows towards the patient's left.
    const double x = (*frame.imageOrientationPatient)[0];
    const bool runsAcross = std::abs(x) >= RowCosine;
    return !runsAcross ? Laterality::Unknown : x > 0.0 ? Laterality::Left : Laterality::Right;
  }
  const std::string& towards = frame.patientOrientation[0];
  if (!towards.empty())
  {
    return towards[0] == 'L'   ? Laterality::Left
           : towards[0] == 'R' ? Laterality::Right
                               : Laterality::Unknown;
  }
  return IsFrontalChestRadiograph(frame.acquisition) ? Laterality::Left : Laterality::Unknown;
}

}  // namespace

std::optional<Laterality> LateralityFromWord(std::string_view word)
{
  const std::string lower = LowerCase(word);
  const auto* known =
      std::find_if(LateralityWords.begin(), LateralityWords.end(),
                   [&lower](const LateralityWord& candidate) { return candidate.word == lower; });
  return known == LateralityWords.end() ? std::nullopt : std::optional(known->side);
}

std::string_view WordOf(Laterality side)
{
  switch (side)
  {
    case Laterality::Left:
      return "left";
    case Laterality::Right:
      return "right";
    case Laterality::Bilateral:
      return "both sides";
    case Laterality::Midline:
      return "the midline";
    case Laterality::Unknown:
      break;
  }
  return "an unknown side";
}

Laterality OppositeOf(Laterality side)
{
  switch (side)
  {
    case Laterality::Left:
      return Laterality::Right;
    case Laterality::Right:
      return Laterality::Left;
    case Laterality::Unknown:
    case Laterality::Bilateral:
    case Laterality::Midline:
      break;
  }
  return side;
}

Laterality PatientSideOf(const BoundingBox& box, const Frame& frame)
{
  if (frame.acquisition.modality == "MG" || IsOneSided(UpperCase(frame.acquisition.bodyPart)))
  {
    const auto imaged = LateralityFromWord(frame.acquisition.laterality);
    const bool isOneSide = imaged == Laterality::Left || imaged == Laterality::Right;
    return isOneSide ? *imaged : Laterality::Unknown;
  }
  const Laterality towards = ColumnsGrowTowards(frame);
  if (towards == Laterality::Unknown || frame.Columns() == 0)
  {
    return Laterality::Unknown;
  }
  const double fromMidline = box.CentreColumn() - (frame.Columns() - 1) / 2.0;
  const double crossing = box.width / 2.0 - std::abs(fromMidline);  // over the midline
  const bool isNearMidline = !(std::abs(fromMidline) >= MidlineShare * frame.Columns()) ||
                             !(crossing <= CrossingShare * box.width);
  if (isNearMidline)
  {
    return Laterality::Unknown;
  }
  return fromMidline > 0.0 ? towards : OppositeOf(towards);
}

}  // namespace vlm
