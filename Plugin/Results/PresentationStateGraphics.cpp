// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/PresentationStateGraphics.h"

#include <dcmtk/dcmiod/cielabutil.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "Render/Palette.h"
#include "Report/ReportedLesions.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"

namespace vlm
{
namespace
{

// What people switch on and off together.
std::string KindOf(const Json::Value& finding)
{
  const std::string category = TextOf(finding, "Category");
  return category.empty() ? TextOf(finding, "Label") : category;
}

// A CS (PS3.5 6.2): capitals, digits, underscores.
std::string CodeOf(const std::string& kind)
{
  std::string code;
  for (const char c : kind)
  {
    const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool isKept = isLetter || (c >= '0' && c <= '9');
    if (isKept)
    {
      code += isLetter ? static_cast<char>(c & ~0x20) : c;
    }
    else if (!code.empty() && code.back() != '_')
    {
      code += '_';
    }
  }
  constexpr std::size_t longest = 16;
  code = code.substr(0, longest);
  while (!code.empty() && code.back() == '_')
  {
    code.pop_back();
  }
  return code.empty() ? "FINDING" : code;
}

class Layers
{
public:
  explicit Layers(const PresentedGroup& group)
  {
    for (const PresentedImage* image : group)
    {
      for (const PresentedFinding& finding : image->findings)
      {
        Add(KindOf(*finding.finding));
      }
    }
  }

  const std::string& NameOf(const Json::Value& finding) const { return names_.at(KindOf(finding)); }

  void Write(DcmDataset& dataset) const
  {
    int order = 0;
    for (const std::string& kind : kinds_)
    {
      DcmItem& item = AddItem(dataset, DCM_GraphicLayerSequence);
      PutText(item, DCM_GraphicLayer, names_.at(kind));
      PutText(item, DCM_GraphicLayerOrder, std::to_string(++order));
      PutText(item, DCM_GraphicLayerDescription, kind);
      WriteColour(ColourOf(order), item);
    }
  }

private:
  void Add(const std::string& kind)
  {
    if (names_.count(kind) == 1)
    {
      return;
    }
    const std::string code = CodeOf(kind);
    std::string name = code;
    for (int i = 2; !taken_.insert(name).second; ++i)
    {
      const std::string suffix = "_" + std::to_string(i);
      name = code.substr(0, 16 - suffix.size()) + suffix;
    }
    names_[kind] = name;
    kinds_.push_back(kind);
  }

  // As PCS-Values (PS3.3 C.10.7.1.1).
  static void WriteColour(const Colour& colour, DcmItem& item)
  {
    std::array<double, 3> lab{};
    IODCIELabUtil::rgb2DicomLab(lab[0], lab[1], lab[2], colour.red, colour.green, colour.blue);
    std::array<Uint16, 3> values{};
    std::transform(lab.begin(), lab.end(), values.begin(),
                   [](double value)
                   { return static_cast<Uint16>(std::lround(std::clamp(value, 0.0, 65535.0))); });
    item.putAndInsertUint16Array(DCM_GraphicLayerRecommendedDisplayCIELabValue, values.data(),
                                 values.size());
  }

  std::vector<std::string> kinds_;  // in the order of the report
  std::map<std::string, std::string> names_;
  std::set<std::string> taken_;
};

// "12 x 9 mm", else in pixels; empty if it was not measured.
std::string SizeOf(const Json::Value& finding)
{
  const Json::Value& json = MemberOf(finding, "Measurements");
  Measurements measurements;
  measurements.longAxisPx = NumberOf(json, "LongAxisPx");
  measurements.shortAxisPx = NumberOf(json, "ShortAxisPx");
  measurements.longAxisMm = NumberOf(json, "LongAxisMm");
  measurements.shortAxisMm = NumberOf(json, "ShortAxisMm");
  return SizeText(measurements);
}

// "1 Mass, 12 x 9 mm (place unverified)".
std::string CaptionOf(const PresentedFinding& presented, const Phrasebook& words)
{
  const Json::Value& finding = *presented.finding;
  const std::string label = TextOf(finding, "Label");
  const std::string size = SizeOf(finding);
  const bool isUnverified = TextOf(MemberOf(finding, "Verification"), "Status") == "Unverified";
  return std::to_string(presented.number) + (label.empty() ? "" : " " + label) +
         (size.empty() ? "" : ", " + size) +
         (isUnverified ? " (" + words.Say("narrative.unverified") + ")" : "");
}

void PutPoints(DcmItem& item, const DcmTagKey& tag,
               const std::vector<std::array<double, 2>>& points)
{
  std::vector<Float32> values;
  for (const auto& [column, row] : points)
  {
    values.push_back(static_cast<Float32>(column));
    values.push_back(static_cast<Float32>(row));
  }
  item.putAndInsertFloat32Array(tag, values.data(), static_cast<unsigned long>(values.size()));
}

// PIXEL: 0\0 is the corner of the first pixel, Columns\Rows that of the last (PS3.3 C.10.5), as
// for the spatial coordinates of a Structured Report.
void WriteOutline(const ImageRegion& region, DcmItem& annotation)
{
  DcmItem& item = PutItem(annotation, DCM_GraphicObjectSequence);
  PutText(item, DCM_GraphicAnnotationUnits, "PIXEL");
  item.putAndInsertUint16(DCM_GraphicDimensions, 2);
  item.putAndInsertUint16(DCM_NumberOfGraphicPoints, static_cast<Uint16>(region.points.size()));
  PutPoints(item, DCM_GraphicData, region.points);
  PutText(item, DCM_GraphicType,
          region.shape == ImageRegion::Shape::Ellipse ? "ELLIPSE" : "POLYLINE");
  PutText(item, DCM_GraphicFilled, "N");
}

// At the right end of the outline, from where viewers write to the right.
void WriteCaption(const ImageRegion& region, const std::string& caption, DcmItem& annotation)
{
  const auto right = std::max_element(region.points.begin(), region.points.end(),
                                      [](const auto& a, const auto& b) { return a[0] < b[0]; });
  DcmItem& item = PutItem(annotation, DCM_TextObjectSequence);
  PutText(item, DCM_AnchorPointAnnotationUnits, "PIXEL");
  PutText(item, DCM_UnformattedTextValue, caption);
  PutPoints(item, DCM_AnchorPoint, {*right});
  PutText(item, DCM_AnchorPointVisibility, "N");
}

}  // namespace

void WriteGraphics(const PresentedGroup& group, const Phrasebook& words, DcmDataset& dataset)
{
  const Layers layers(group);
  layers.Write(dataset);
  for (const PresentedImage* image : group)
  {
    for (const PresentedFinding& finding : image->findings)
    {
      DcmItem& item = AddItem(dataset, DCM_GraphicAnnotationSequence);
      WriteImageReference(*image->source, image->frame, PutItem(item, DCM_ReferencedImageSequence));
      PutText(item, DCM_GraphicLayer, layers.NameOf(*finding.finding));
      WriteCaption(finding.region, CaptionOf(finding, words), item);
      WriteOutline(finding.region, item);
    }
  }
}

}  // namespace vlm
