// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportTree.h"

#include <dcmtk/dcmsr/dsrcodvl.h>
#include <dcmtk/dcmsr/dsrimgvl.h>
#include <dcmtk/dcmsr/dsrnumvl.h>
#include <dcmtk/dcmsr/dsrscovl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "Foundation/CleanText.h"
#include "Results/DerivedObject.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestMeaning = 64;  // VR LO
constexpr std::size_t LongestText = 20000;

DSRCodedEntryValue CodedEntry(const CodedConcept& code)
{
  std::string meaning = FittedLine(code.meaning, LongestMeaning);
  std::replace(meaning.begin(), meaning.end(), '\\', '/');  // would separate values
  // Unchecked: DCMTK would count the bytes of the meaning, where PS3.5 6.2 counts characters.
  return {code.value.c_str(), code.scheme.c_str(), meaning.c_str(), DSRTypes::CVT_auto, OFFalse};
}

}  // namespace

ContentTree::ContentTree(const CodedConcept& name, const char* templateId)
    : tree_(DSRTypes::DT_Comprehensive3DSR)
{
  tree_.addContentItem(DSRTypes::RT_isRoot, DSRTypes::VT_Container);
  DSRContentItem& root = tree_.getCurrentContentItem();
  root.setConceptName(CodedEntry(name), OFFalse);
  root.setTemplateIdentification(templateId, "DCMR");
}

DSRContentItem* ContentTree::Enter(const ItemName& name, DSRTypes::E_ValueType type)
{
  if (!failure_.empty())
  {
    return nullptr;
  }
  if (tree_.addContentItem(name.relation, type, DSRTypes::AM_belowCurrent) == 0)
  {
    failure_ = "The item \"" + name.name.meaning + "\" must not be where it is in an SR.";
    return nullptr;
  }
  DSRContentItem& item = tree_.getCurrentContentItem();
  if (!name.name.value.empty())
  {
    item.setConceptName(CodedEntry(name.name), OFFalse);
  }
  return &item;
}

void ContentTree::Leave(const OFCondition& condition, const Children& children)
{
  if (condition.bad())
  {
    failure_ = std::string("DCMTK refuses an item of the SR: ") + condition.text() + ".";
    return;
  }
  if (children)
  {
    children();
  }
  if (failure_.empty())
  {
    tree_.goUp();
  }
}

void ContentTree::Container(const ItemName& name, const char* templateId, const Children& children)
{
  if (DSRContentItem* item = Enter(name, DSRTypes::VT_Container))
  {
    const bool isTemplate = *templateId != '\0';
    Leave(isTemplate ? item->setTemplateIdentification(templateId, "DCMR") : EC_Normal, children);
  }
}

void ContentTree::Text(const ItemName& name, const std::string& text, const Children& children)
{
  const std::string clean = CleanText(text, LongestText, LineBreaks::Keep);
  DSRContentItem* item = clean.empty() ? nullptr : Enter(name, DSRTypes::VT_Text);
  if (item != nullptr)
  {
    Leave(item->setStringValue(clean.c_str(), OFFalse), children);
  }
}

void ContentTree::PersonName(const ItemName& name, const std::string& person)
{
  const std::string fitted = FittedPersonName(person);
  DSRContentItem* item = fitted.empty() ? nullptr : Enter(name, DSRTypes::VT_PName);
  if (item != nullptr)
  {
    Leave(item->setStringValue(fitted.c_str(), OFFalse));
  }
}

void ContentTree::Code(const ItemName& name, const CodedConcept& value, const Children& children)
{
  DSRContentItem* item = value.value.empty() ? nullptr : Enter(name, DSRTypes::VT_Code);
  if (item != nullptr)
  {
    Leave(item->setCodeValue(CodedEntry(value), OFFalse), children);
  }
}

void ContentTree::Uid(const ItemName& name, const std::string& uid)
{
  if (DSRContentItem* item = Enter(name, DSRTypes::VT_UIDRef))
  {
    Leave(item->setStringValue(uid.c_str()));
  }
}

void ContentTree::Number(const ItemName& name, const std::optional<double>& number,
                         const CodedConcept& unit)
{
  const bool isNumber = number && std::isfinite(*number);
  DSRContentItem* item = isNumber ? Enter(name, DSRTypes::VT_Num) : nullptr;
  if (item != nullptr)
  {
    Leave(item->setNumericValue({DecimalString(*number).c_str(), CodedEntry(unit)}));
  }
}

void ContentTree::Image(const ItemName& name, const SourceImage& source, int frame,
                        const Children& children)
{
  if (DSRContentItem* item = Enter(name, DSRTypes::VT_Image))
  {
    DSRImageReferenceValue reference(source.sopClassUid.c_str(), source.sopInstanceUid.c_str(),
                                     OFFalse);
    if (source.isMultiFrame)
    {
      reference.getFrameList().addItem(frame + 1);
    }
    Leave(item->setImageReference(reference, OFFalse), children);
  }
}

void ContentTree::Region(const ItemName& name, const ImageRegion& region, const Children& children)
{
  if (DSRContentItem* item = Enter(name, DSRTypes::VT_SCoord))
  {
    DSRSpatialCoordinatesValue coordinates(
        region.shape == ImageRegion::Shape::Ellipse ? DSRTypes::GT_Ellipse : DSRTypes::GT_Polyline);
    for (const auto& [column, row] : region.points)
    {
      coordinates.getGraphicDataList().addItem(static_cast<Float32>(column),
                                               static_cast<Float32>(row));
    }
    Leave(item->setSpatialCoordinates(coordinates), children);
  }
}

Result<void> ContentTree::WriteTo(DcmItem& dataset)
{
  if (failure_.empty())
  {
    const OFCondition written = tree_.write(dataset);
    failure_ = written.good() ? "" : std::string("DCMTK refuses the SR: ") + written.text() + ".";
  }
  return failure_.empty() ? Result<void>() : Error{ErrorKind::Internal, failure_};
}

}  // namespace vlm
