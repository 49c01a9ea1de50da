// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/EgressGate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "Model/TextDetector.h"

namespace vlm
{
namespace
{

// Whose pictures are screens, photographs or scans (PS3.3 C.7.3.1.1.1).
constexpr std::array<std::string_view, 26> writtenModalities = {
    "US",  "IVUS", "BDUS", "EC",  "CD",  "DD",  "DS", "SC", "XC",  "ES",  "GM", "SM",  "OP",
    "OPT", "OPV",  "OT",   "DOC", "ECG", "EPS", "HD", "DG", "SRF", "BMD", "TG", "DMS", "LS"};

// PS3.4 B.5; a class is the number itself or continues with a dot.
constexpr std::array<std::string_view, 7> writtenSopClasses = {
    "1.2.840.10008.5.1.4.1.1.3",     // Ultrasound Multi-frame, retired
    "1.2.840.10008.5.1.4.1.1.3.1",   // Ultrasound Multi-frame
    "1.2.840.10008.5.1.4.1.1.6",     // Ultrasound, also retired and enhanced
    "1.2.840.10008.5.1.4.1.1.7",     // Secondary Capture, all kinds
    "1.2.840.10008.5.1.4.1.1.77.1",  // Visible Light, all kinds
    "1.2.840.10008.5.1.4.1.1.9",     // Waveforms
    "1.2.840.10008.5.1.4.1.1.104"};  // Encapsulated documents

bool IsOfClass(std::string_view uid, std::string_view family)
{
  return uid.substr(0, family.size()) == family &&
         (uid.size() == family.size() || uid[family.size()] == '.');
}

bool SaysYes(const Acquisition& acquisition)
{
  return acquisition.burnedInAnnotation == "YES";
}

bool OftenCarriesText(const Frame& frame)
{
  const Acquisition& acquisition = frame.acquisition;
  const auto isClass = [&acquisition](std::string_view family)
  { return IsOfClass(acquisition.sopClassUid, family); };
  const bool isWritten = std::find(writtenModalities.begin(), writtenModalities.end(),
                                   acquisition.modality) != writtenModalities.end();
  // ConversionType belongs to Secondary Capture (PS3.3 C.8.6.1); a detector's pixels have no
  // colour.
  return acquisition.modality.empty() || isWritten || SaysYes(acquisition) ||
         !acquisition.conversionType.empty() || frame.display.channels() == 3 ||
         std::any_of(writtenSopClasses.begin(), writtenSopClasses.end(), isClass);
}

std::string Counted(size_t count)
{
  return std::to_string(count) + (count == 1 ? " region" : " regions");
}

EgressDecision Allowed(std::string rule)
{
  EgressDecision decision;
  decision.isAllowed = true;
  decision.rule = std::move(rule);
  return decision;
}

EgressDecision Refused(std::string rule, std::string refusal)
{
  EgressDecision decision;
  decision.rule = std::move(rule);
  decision.refusal = std::move(refusal);
  return decision;
}

EgressDecision Refuse(const Frame& frame, const std::vector<cv::Rect>& text)
{
  const std::string remedy =
      " Vlm.Egress.BurnedInAnnotation is \"Refuse\"; \"Mask\" covers the text that is found, "
      "\"Allow\" sends the picture as it is.";
  if (SaysYes(frame.acquisition))
  {
    return Refused(
        "BurnedInAnnotation Refuse: the tag is YES",
        "BurnedInAnnotation (0028,0301) is YES: the picture may show whose it is." + remedy);
  }
  if (!text.empty())
  {
    const std::string found = "text in " + Counted(text.size());
    return Refused("BurnedInAnnotation Refuse: " + found,
                   "The picture seems to show " + found + ", which may say whose it is." + remedy);
  }
  return Allowed("BurnedInAnnotation Refuse: no text found");
}

double CoveredShare(cv::Size size, const std::vector<cv::Rect>& regions)
{
  cv::Mat covered(size, CV_8UC1, cv::Scalar(0));
  for (const auto& region : regions)
  {
    covered(region & cv::Rect({0, 0}, size)) = 1;
  }
  return cv::countNonZero(covered) / static_cast<double>(covered.total());
}

EgressDecision Mask(const Frame& frame, const std::vector<cv::Rect>& text)
{
  constexpr double mostCovered = 0.4;  // what is left would not be the picture any more
  const std::string remedy = " Only Vlm.Egress.BurnedInAnnotation \"Allow\" sends it.";
  if (text.empty() && SaysYes(frame.acquisition))
  {
    return Refused(
        "BurnedInAnnotation Mask: the tag is YES, no text found",
        "BurnedInAnnotation (0028,0301) is YES, but no text was found to cover." + remedy);
  }
  if (text.empty())
  {
    return Allowed("BurnedInAnnotation Mask: no text found");
  }
  if (CoveredShare(frame.display.size(), text) > mostCovered)
  {
    return Refused("BurnedInAnnotation Mask: too much to cover",
                   "Covering the text would hide more than 40 % of the picture." + remedy);
  }
  EgressDecision decision =
      Allowed("BurnedInAnnotation Mask: " + Counted(text.size()) + " covered");
  decision.covered = text;
  return decision;
}

bool IsPicture(const cv::Mat& picture)
{
  return !picture.empty() && (picture.type() == CV_8UC1 || picture.type() == CV_8UC3);
}

// A window may show one shade only, and two windows of one picture the same.
bool IsWorthSearching(const cv::Mat& rendering, const cv::Mat* before)
{
  constexpr double leastContrast = 4.0;  // far less than the detector asks for
  double darkest = 0.0;
  double brightest = 0.0;
  cv::minMaxLoc(rendering.reshape(1), &darkest, &brightest);
  return brightest - darkest >= leastContrast &&
         (before == nullptr || before->type() != rendering.type() ||
          cv::norm(*before, rendering, cv::NORM_INF) > 0.0);
}

// Adds what another rendering shows; the same line is found in several, hardly ever alike.
void Unite(std::vector<cv::Rect>& regions, cv::Rect added)
{
  const auto isSame = [&added](const cv::Rect& known)
  { return 2 * (known & added).area() >= std::min(known.area(), added.area()); };
  for (auto it = std::find_if(regions.begin(), regions.end(), isSame); it != regions.end();
       it = std::find_if(regions.begin(), regions.end(), isSame))
  {
    added |= *it;
    regions.erase(it);
  }
  regions.push_back(added);
}

std::vector<cv::Rect> TextOfAny(const std::vector<cv::Mat>& renderings, TextSensitivity sensitivity)
{
  std::vector<cv::Rect> regions;
  const cv::Mat* before = nullptr;
  for (const auto& rendering : renderings)
  {
    if (IsWorthSearching(rendering, before))
    {
      for (const auto& region : FindText(rendering, sensitivity))
      {
        Unite(regions, region);
      }
    }
    before = &rendering;
  }
  return regions;
}

}  // namespace

EgressDecision JudgeBurnedInText(const Frame& frame, const std::vector<cv::Mat>& renderings,
                                 BurnedInPolicy policy)
{
  const auto canBeSearched = [&frame](const cv::Mat& picture)
  { return IsPicture(picture) && picture.size() == frame.display.size(); };
  if (!IsPicture(frame.display) || renderings.empty() ||
      !std::all_of(renderings.begin(), renderings.end(), canBeSearched))
  {
    return Refused("BurnedInAnnotation: no picture",
                   "The frame has no 8-bit grey or colour picture that could be searched for text; "
                   "no setting sends it.");
  }
  if (policy == BurnedInPolicy::Allow)
  {
    return Allowed("BurnedInAnnotation Allow");
  }
  const auto sensitivity =
      OftenCarriesText(frame) ? TextSensitivity::High : TextSensitivity::Strict;
  const auto text = TextOfAny(renderings, sensitivity);
  return policy == BurnedInPolicy::Mask ? Mask(frame, text) : Refuse(frame, text);
}

cv::Mat Cover(const cv::Mat& picture, const std::vector<cv::Rect>& regions)
{
  cv::Mat covered = picture.clone();
  for (const auto& region : regions)
  {
    covered(region & cv::Rect({0, 0}, picture.size())) = cv::Scalar::all(0);
  }
  return covered;
}

}  // namespace vlm
