// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportItems.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "Foundation/CleanText.h"
#include "Pixels/DicomValues.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestText = 20000;
constexpr unsigned long MostNumbers = 2UL * 1000;  // of a region

std::string CleanValue(DcmItem& item, const DcmTagKey& tag)
{
  const char* value = nullptr;
  const bool isText = item.findAndGetString(tag, value).good() && value != nullptr;
  return isText ? CleanText(value, LongestText, LineBreaks::Keep) : "";
}

// PS3.3 8.8; our own codes are short.
CodedConcept CodeIn(DcmItem& item, const DcmTagKey& sequence)
{
  DcmItem* code = FirstItemOf(item, sequence);
  if (code == nullptr)
  {
    return {};
  }
  return {AsciiOf(*code, DCM_CodingSchemeDesignator), AsciiOf(*code, DCM_CodeValue),
          CleanValue(*code, DCM_CodeMeaning)};
}

bool IsCode(const CodedConcept& code, const ReportCode& other)
{
  return code.value == other.value && code.scheme == other.scheme;
}

}  // namespace

std::vector<DcmItem*> ItemsOf(DcmItem& parent, const DcmTagKey& sequence)
{
  std::vector<DcmItem*> items;
  DcmSequenceOfItems* found = nullptr;
  if (parent.findAndGetSequence(sequence, found).bad() || found == nullptr)
  {
    return items;
  }
  // From item to item: getItem() would walk from the first one each time.
  for (DcmObject* one = found->nextInContainer(nullptr); one != nullptr;
       one = found->nextInContainer(one))
  {
    if (auto* item = dynamic_cast<DcmItem*>(one))
    {
      items.push_back(item);
    }
  }
  return items;
}

ContentItem::ContentItem(DcmItem& item)
    : item_(&item), name_(CodeIn(item, DCM_ConceptNameCodeSequence))
{
}

bool ContentItem::IsNamed(const ReportCode& name) const
{
  return IsCode(name_, name);
}

std::string ContentItem::Text() const
{
  return CleanValue(*item_, DCM_TextValue);
}

std::string ContentItem::Uid() const
{
  return AsciiOf(*item_, DCM_UID);
}

std::string ContentItem::PersonName() const
{
  return CleanValue(*item_, DCM_PersonName);
}

CodedConcept ContentItem::Code() const
{
  return CodeIn(*item_, DCM_ConceptCodeSequence);
}

std::optional<double> ContentItem::Number() const
{
  DcmItem* measured = FirstItemOf(*item_, DCM_MeasuredValueSequence);
  const auto number =
      measured == nullptr ? std::nullopt : vlm::NumberOf(*measured, DCM_NumericValue);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

CodedConcept ContentItem::Unit() const
{
  DcmItem* measured = FirstItemOf(*item_, DCM_MeasuredValueSequence);
  return measured == nullptr ? CodedConcept() : CodeIn(*measured, DCM_MeasurementUnitsCodeSequence);
}

std::optional<ReferencedImage> ContentItem::Image() const
{
  DcmItem* reference = FirstItemOf(*item_, DCM_ReferencedSOPSequence);
  if (reference == nullptr || AsciiOf(*item_, DCM_ValueType) != "IMAGE")
  {
    return std::nullopt;
  }
  constexpr double most = std::numeric_limits<int>::max();
  const double frame = vlm::NumberOf(*reference, DCM_ReferencedFrameNumber).value_or(1.0);
  const bool isFrame = frame >= 1.0 && frame <= most;
  return ReferencedImage{AsciiOf(*reference, DCM_ReferencedSOPInstanceUID),
                         isFrame ? static_cast<int>(frame) - 1 : 0};
}

std::optional<ImageRegion> ContentItem::Region() const
{
  const std::string type = AsciiOf(*item_, DCM_GraphicType);
  const Float32* numbers = nullptr;
  unsigned long count = 0;
  item_->findAndGetFloat32Array(DCM_GraphicData, numbers, &count);
  const bool isEllipse = type == "ELLIPSE" && count == 8;
  const bool isPolyline =
      type == "POLYLINE" && count >= 8 && count <= MostNumbers && count % 2 == 0;
  if (numbers == nullptr || !(isEllipse || isPolyline) ||
      !std::all_of(numbers, numbers + count, [](Float32 number) { return std::isfinite(number); }))
  {
    return std::nullopt;
  }
  ImageRegion region;
  region.shape = isEllipse ? ImageRegion::Shape::Ellipse : ImageRegion::Shape::Polyline;
  for (unsigned long i = 0; i < count; i += 2)
  {
    region.points.push_back({numbers[i], numbers[i + 1]});
  }
  return region;
}

ContentItems::ContentItems(DcmItem& parent)
{
  for (DcmItem* item : ItemsOf(parent, DCM_ContentSequence))
  {
    items_.emplace_back(*item);
  }
}

ContentItems::ContentItems(const ContentItem* parent)
{
  if (parent != nullptr)
  {
    *this = ContentItems(parent->Item());
  }
}

const ContentItem* ContentItems::Find(const ReportCode& name) const
{
  const auto found = std::find_if(items_.begin(), items_.end(),
                                  [&name](const ContentItem& item) { return item.IsNamed(name); });
  return found == items_.end() ? nullptr : &*found;
}

std::string ContentItems::TextOf(const ReportCode& name) const
{
  const ContentItem* item = Find(name);
  return item == nullptr ? "" : item->Text();
}

std::vector<std::string> ContentItems::TextsOf(const ReportCode& name) const
{
  std::vector<std::string> texts;
  for (const ContentItem& item : items_)
  {
    if (item.IsNamed(name))
    {
      texts.push_back(item.Text());
    }
  }
  return texts;
}

std::optional<double> ContentItems::NumberOf(const ReportCode& name) const
{
  const ContentItem* item = Find(name);
  return item == nullptr ? std::nullopt : item->Number();
}

std::optional<double> ContentItems::NumberIn(const ReportCode& name, const ReportCode& unit) const
{
  const auto found = std::find_if(items_.begin(), items_.end(),
                                  [&](const ContentItem& item)
                                  { return item.IsNamed(name) && IsCode(item.Unit(), unit); });
  return found == items_.end() ? std::nullopt : found->Number();
}

}  // namespace vlm
