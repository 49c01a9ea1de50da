// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingText.h"

#include <algorithm>
#include <map>
#include <string>

#include "Render/Numbers.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

std::string Position(const Json::Value& finding)
{
  const Json::Value& box = MemberOf(finding, "Box");
  const auto left = NumberOf(box, "Left");
  const auto top = NumberOf(box, "Top");
  const auto width = NumberOf(box, "Width");
  const auto height = NumberOf(box, "Height");
  if (!left || !top || !width || !height)
  {
    return "Position: not located";
  }
  return "Position: column " + FormatDecimals(*left + *width / 2.0, 0) + ", row " +
         FormatDecimals(*top + *height / 2.0, 0) + " px of image " +
         std::to_string(CountOf(finding, "Image").value_or(0) + 1) + ", extent " +
         FormatDecimals(*width, 0) + " x " + FormatDecimals(*height, 0) + " px";
}

// A spacing of the detector overstates sizes by the magnification: say so.
bool IsDetectorPlane(const Json::Value& report, const Json::Value& finding)
{
  const Json::Value& images = ListOf(report, "Images");
  const auto image = ImageOf(finding, images.size());
  return image && TextOf(images[*image], "PixelSpacingSource") == "ImagerPixelSpacing";
}

void AddSize(const Json::Value& report, const Json::Value& finding, TextPage& page)
{
  const Json::Value& measurements = MemberOf(finding, "Measurements");
  const auto longMm = NumberOf(measurements, "LongAxisMm");
  const auto shortMm = NumberOf(measurements, "ShortAxisMm");
  const auto longPx = NumberOf(measurements, "LongAxisPx");
  const auto shortPx = NumberOf(measurements, "ShortAxisPx");
  if (longMm && shortMm)
  {
    page.Add("Size: " + FormatDecimals(*longMm, 1) + " x " + FormatDecimals(*shortMm, 1) + " mm" +
                 (IsDetectorPlane(report, finding) ? " in the detector plane" : ""),
             3);
  }
  else if (longPx && shortPx)
  {
    page.Add("Size: " + FormatDecimals(*longPx, 0) + " x " + FormatDecimals(*shortPx, 0) +
                 " px; the image does not tell the size of its pixels in mm",
             3);
  }
}

std::string Axes(const Json::Value& ellipse, const char* key)
{
  const Json::Value& axes = ListOf(ellipse, key);
  if (axes.size() != 2 || !axes[0].isNumeric() || !axes[1].isNumeric())
  {
    return "";
  }
  return FormatDecimals(axes[0].asDouble(), 1) + " x " + FormatDecimals(axes[1].asDouble(), 1);
}

// What a failed check means to a reader; a check of another version goes by its name.
std::string DoubtOf(const std::string& check)
{
  static const std::map<std::string, std::string> doubts = {
      {"HasLocation", "the model did not say where it is"},
      {"Finite", "its coordinates are no numbers"},
      {"Ordered", "its box is inside out"},
      {"InsideImage", "it lies outside the image"},
      {"NotDegenerate", "its box has no area"},
      {"NotWholeImage", "its box is nearly the whole image"},
      {"InsideTissue", "it lies outside the tissue"},
      {"PixelContrast", "nothing stands out there in the image"},
      {"LateralityAgrees", "the stated side is not the side on which it lies"},
      {"SizePlausible", "its size is implausible"},
      {"ReadingsAgree", "too few readings agree on the place"},
      {"ZoomConsistent", "the magnified view does not confirm it"},
      {"AxisOrder", "rows and columns seem to be swapped"},
      {"NoContradiction", "the statements about it contradict each other"},
      {"NotDuplicate", "another finding is the same lesion"}};
  const auto doubt = doubts.find(check);
  return doubt == doubts.end() ? check : doubt->second;
}

// 0.95 of the centre's possible places.
void AddUncertainty(const Json::Value& finding, TextPage& page)
{
  for (const Json::Value& ellipse : ListOf(MemberOf(finding, "Location"), "CredibleEllipses"))
  {
    if (NumberOf(ellipse, "Mass") == 0.95)
    {
      const std::string px = Axes(ellipse, "SemiAxesPx");
      const std::string mm = Axes(ellipse, "SemiAxesMm");
      page.Add(
          "Centre known to within " + px + " px (95 %)" + (mm.empty() ? "" : ", " + mm + " mm"), 3);
    }
  }
}

std::string Shift(const Json::Value& verification)
{
  constexpr double leastPx = 0.5;
  const auto px = NumberOf(verification, "ShiftPx");
  const auto mm = NumberOf(verification, "ShiftMm");
  if (!px || *px < leastPx)
  {
    return "";
  }
  return ", moved by " + FormatDecimals(*px, 0) + " px" +
         (mm ? " (" + FormatDecimals(*mm, 1) + " mm)" : "");
}

// Of the readings that were shown the place.
std::string Agreement(const Json::Value& verification)
{
  const std::int64_t looks = CountOf(verification, "Looks").value_or(0);
  if (looks < 2)
  {
    return "";
  }
  const Json::Value& sightings = ListOf(verification, "Sightings");
  const auto placing =
      std::count_if(sightings.begin(), sightings.end(),
                    [](const Json::Value& one) { return !IsTrue(one, "Outlier"); });
  return ", placed here by " + std::to_string(placing) + " of " + std::to_string(looks) +
         " readings";
}

void AddVerification(const Json::Value& finding, TextPage& page)
{
  const Json::Value& verification = MemberOf(finding, "Verification");
  page.Add("Verification of the location: " + TextOf(verification, "Status") +
               Agreement(verification) + Shift(verification),
           3);
  AddUncertainty(finding, page);
  std::string doubts;
  for (const Json::Value& check : ListOf(verification, "Checks"))
  {
    if (!IsTrue(check, "Passed"))
    {
      doubts += (doubts.empty() ? "" : "; ") + DoubtOf(TextOf(check, "Name"));
    }
  }
  page.AddTitled("Doubts", doubts, 3);
}

}  // namespace

void AddFinding(const Json::Value& report, const Json::Value& finding, std::size_t number,
                TextPage& page)
{
  const std::string label = TextOf(finding, "Label");
  std::string title = std::to_string(number) + ". " + (label.empty() ? "Finding" : label);
  for (const char* key : {"Anatomy", "Laterality", "Severity"})
  {
    const std::string text = TextOf(finding, key);
    title += text.empty() ? "" : ", " + text;
  }
  page.Add(title);
  const auto score = NumberOf(finding, "ModelScore");
  page.Add(score ? "Model's own score: " + FormatDecimals(*score, 2) + " (not a probability)"
                 : "Model's own score: none",
           3);
  page.Add(Position(finding), 3);
  AddSize(report, finding, page);
  AddVerification(finding, page);
  page.AddTitled("Description", TextOf(finding, "Description"), 3);
  page.AddTitled("Evidence", TextOf(finding, "Evidence"), 3);
  std::string differential;
  for (const std::string& text : TextsOf(finding, "Differential"))
  {
    differential += (differential.empty() ? "" : "; ") + text;
  }
  page.AddTitled("Differential", differential, 3);
}

}  // namespace vlm
