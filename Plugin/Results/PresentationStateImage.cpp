// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/PresentationStateImage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "Pixels/DicomValues.h"
#include "Pixels/FrameTransformReading.h"
#include "Report/StoredJson.h"
#include "Results/DerivedObject.h"
#include "Results/SignedReview.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

// Reads the header of an instance once for all of its frames.
class Transforms
{
public:
  FrameTransform Of(const SourceImage& source, int frame)
  {
    auto [found, isNew] = read_.try_emplace(source.header.get());
    if (isNew)
    {
      found->second.frames = source.frames;
      found->second.isSigned =
          NumberOf(source.Dataset(), DCM_PixelRepresentation).value_or(0.0) == 1.0;
      found->second = WithFrameTransforms(std::move(found->second), source.Dataset());
    }
    const auto& transforms = found->second.transforms;
    const auto index = static_cast<std::size_t>(frame);
    return transforms.at(index < transforms.size() ? index : 0);
  }

private:
  std::map<const DicomHeader*, DicomAttributes> read_;
};

std::vector<PresentedFinding> FindingsOn(const Json::Value& report, Json::ArrayIndex image,
                                         const SourceImage& source)
{
  const Json::Value& findings = ListOf(report, "Findings");
  std::vector<PresentedFinding> presented;
  for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
  {
    const Json::Value& finding = findings[i];
    if (ImageOf(finding, ListOf(report, "Images").size()) != image || CountsAsRejected(finding))
    {
      continue;
    }
    if (auto region = RegionOf(finding, source))
    {
      presented.push_back(
          {&finding, CountOf(finding, "Number").value_or(i + 1), std::move(*region)});
    }
  }
  return presented;
}

bool IsInverse(const SourceImage& source)
{
  return AsciiOf(source.Dataset(), DCM_PhotometricInterpretation) == "MONOCHROME1";
}

// What images of one presentation state have in common.
std::string GroupKey(const PresentedImage& image)
{
  const FrameTransform& transform = image.transform;
  const std::string grey = transform.modalityLut ? image.source->sopInstanceUid
                                                 : DecimalString(transform.rescaleSlope) + "\\" +
                                                       DecimalString(transform.rescaleIntercept) +
                                                       "\\" + transform.rescaleType;
  return image.source->seriesInstanceUid + "\\" + (IsInverse(*image.source) ? "1" : "2") + "\\" +
         grey;
}

void WriteReference(const PresentedImage& image, DcmItem& item)
{
  WriteImageReference(*image.source, image.frame, PutItem(item, DCM_ReferencedImageSequence));
}

constexpr Uint32 LargestTable = 2 * 65536;  // bytes: PS3.3 C.11.1

// The first table of a sequence of the source; nothing else of its item.
void CopyTable(const SourceImage& source, const DcmTagKey& sequence, DcmItem& item)
{
  DcmItem* table = FirstItemOf(source.Dataset(), sequence);
  if (table == nullptr)
  {
    return;
  }
  DcmItem& copy = PutItem(item, sequence);
  for (const DcmTagKey& tag : {DCM_LUTDescriptor, DCM_LUTData})
  {
    DcmElement* element = nullptr;
    if (table->findAndGetElement(tag, element).good() && element != nullptr &&
        element->getLength() <= LargestTable)
    {
      copy.insert(static_cast<DcmElement*>(element->clone()), OFTrue);
    }
  }
  if (sequence == DCM_ModalityLUTSequence)
  {
    const std::string type = MendedValue(source, *table, DCM_ModalityLUTType);
    PutText(copy, DCM_ModalityLUTType, type.empty() ? "US" : type);
  }
}

void WriteModality(const PresentedImage& image, DcmDataset& dataset)
{
  const FrameTransform& transform = image.transform;
  if (transform.modalityLut)
  {
    CopyTable(*image.source, DCM_ModalityLUTSequence, dataset);
    return;
  }
  PutText(dataset, DCM_RescaleIntercept, DecimalString(transform.rescaleIntercept));
  PutText(dataset, DCM_RescaleSlope, DecimalString(transform.rescaleSlope));
  PutText(dataset, DCM_RescaleType, transform.rescaleType.empty() ? "US" : transform.rescaleType);
}

const char* FunctionName(VoiWindow::Function function)
{
  switch (function)
  {
    case VoiWindow::Function::LinearExact:
      return "LINEAR_EXACT";
    case VoiWindow::Function::Sigmoid:
      return "SIGMOID";
    default:
      return "LINEAR";
  }
}

void WriteVoi(const PresentedImage& image, DcmDataset& dataset)
{
  const FrameTransform& transform = image.transform;
  if (!transform.window && !transform.voiLut)
  {
    return;
  }
  DcmItem& item = AddItem(dataset, DCM_SoftcopyVOILUTSequence);
  WriteReference(image, item);
  if (!transform.window)
  {
    CopyTable(*image.source, DCM_VOILUTSequence, item);
    return;
  }
  PutText(item, DCM_WindowCenter, DecimalString(transform.window->center));
  PutText(item, DCM_WindowWidth, DecimalString(transform.window->width));
  PutText(item, DCM_VOILUTFunction, FunctionName(transform.window->function));
}

void PutPair(DcmItem& item, const DcmTagKey& tag, double first, double second)
{
  const std::array<Sint32, 2> values = {static_cast<Sint32>(first), static_cast<Sint32>(second)};
  auto element = std::make_unique<DcmSignedLong>(DcmTag(tag, EVR_SL));
  element->putSint32Array(values.data(), values.size());
  item.insert(element.release(), OFTrue);
}

// Two positive whole numbers, else those of a square.
std::string AspectOf(const SourceImage& source)
{
  const auto height = NumberOf(source.Dataset(), DCM_PixelAspectRatio, 0).value_or(0.0);
  const auto width = NumberOf(source.Dataset(), DCM_PixelAspectRatio, 1).value_or(0.0);
  constexpr double most = 1e6;
  const bool isRatio = height >= 1.0 && width >= 1.0 && height <= most && width <= most;
  return isRatio ? std::to_string(std::lround(height)) + "\\" + std::to_string(std::lround(width))
                 : "1\\1";
}

}  // namespace

std::vector<PresentedImage> PresentedImagesOf(const ResultContext& context)
{
  const Json::Value& images = ListOf(context.report, "Images");
  Transforms transforms;
  std::vector<PresentedImage> presented;
  for (Json::ArrayIndex i = 0; i < images.size() && i < context.sources.size(); ++i)
  {
    const std::optional<SourceImage>& source = context.sources[i];
    if (!source || source->isColour)
    {
      continue;
    }
    std::vector<PresentedFinding> findings = FindingsOn(context.report, i, *source);
    if (!findings.empty())
    {
      const int frame = FrameOf(images[i], *source);
      presented.push_back({&*source, static_cast<int>(i), frame, transforms.Of(*source, frame),
                           std::move(findings)});
    }
  }
  return presented;
}

std::vector<PresentedGroup> GroupsOf(const std::vector<PresentedImage>& images)
{
  std::vector<PresentedGroup> groups;
  std::map<std::string, std::size_t> places;
  for (const PresentedImage& image : images)
  {
    const auto [place, isNew] = places.try_emplace(GroupKey(image), groups.size());
    if (isNew)
    {
      groups.emplace_back();
    }
    groups[place->second].push_back(&image);
  }
  return groups;
}

void WriteGreyTransforms(const PresentedGroup& group, DcmDataset& dataset)
{
  WriteModality(*group.front(), dataset);
  for (const PresentedImage* image : group)
  {
    WriteVoi(*image, dataset);
  }
  // PS3.3 C.11.6.1: the image's own Photometric Interpretation does not count any more.
  PutText(dataset, DCM_PresentationLUTShape,
          IsInverse(*group.front()->source) ? "INVERSE" : "IDENTITY");
}

void WriteDisplayedAreas(const PresentedGroup& group, DcmDataset& dataset)
{
  for (const PresentedImage* image : group)
  {
    DcmItem& item = AddItem(dataset, DCM_DisplayedAreaSelectionSequence);
    DcmDataset& source = image->source->Dataset();
    WriteReference(*image, item);
    // Pixels count from 1: PS3.3 C.10.4.
    PutPair(item, DCM_DisplayedAreaTopLeftHandCorner, 1.0, 1.0);
    PutPair(item, DCM_DisplayedAreaBottomRightHandCorner,
            NumberOf(source, DCM_Columns).value_or(1.0), NumberOf(source, DCM_Rows).value_or(1.0));
    PutText(item, DCM_PresentationSizeMode, "SCALE TO FIT");
    // Of the whole picture and the patient's plane only: a viewer measures by it.
    const auto& spacing = image->transform.spacing;
    if (spacing && spacing->source == PixelSpacing::Source::PixelSpacing)
    {
      const std::string both =
          DecimalString(spacing->rowMm) + "\\" + DecimalString(spacing->columnMm);
      item.putAndInsertString(DCM_PresentationPixelSpacing, both.c_str());
    }
    else
    {
      item.putAndInsertString(DCM_PresentationPixelAspectRatio, AspectOf(*image->source).c_str());
    }
  }
}

}  // namespace vlm
