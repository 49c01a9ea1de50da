// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameTransformReading.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "Pixels/DicomValues.h"
#include "Pixels/LookupTableReading.h"
#include "Pixels/SpacingReading.h"

namespace vlm
{
namespace
{

constexpr auto unspecifiedUnit = "US";  // PS3.3 C.11.1.1.2

void ReadRescale(DcmItem& item, FrameTransform& transform)
{
  const std::optional<double> slope = NumberOf(item, DCM_RescaleSlope);
  const std::optional<double> intercept = NumberOf(item, DCM_RescaleIntercept);
  if (slope && (!std::isfinite(*slope) || *slope == 0.0 || std::abs(*slope) > 1e12))
  {
    transform.warnings.push_back(NameAndValueOf(item, DCM_RescaleSlope) +
                                 "; allowed is a finite number other than 0: slope 1 is used.");
  }
  else if (slope)
  {
    transform.rescaleSlope = *slope;
  }
  if (intercept && (!std::isfinite(*intercept) || std::abs(*intercept) > 1e12))
  {
    transform.warnings.push_back(NameAndValueOf(item, DCM_RescaleIntercept) +
                                 "; allowed is a finite number: intercept 0 is used.");
  }
  else if (intercept)
  {
    transform.rescaleIntercept = *intercept;
  }
  std::string type = AsciiOf(item, DCM_RescaleType);
  if (slope || intercept || !type.empty())
  {
    transform.rescaleType = std::move(type);
  }
}

VoiWindow::Function WindowFunction(DcmItem& item, std::vector<std::string>& warnings)
{
  const std::string function = AsciiOf(item, DCM_VOILUTFunction);
  if (function == "SIGMOID")
  {
    return VoiWindow::Function::Sigmoid;
  }
  if (function == "LINEAR_EXACT")
  {
    return VoiWindow::Function::LinearExact;
  }
  if (!function.empty() && function != "LINEAR")
  {
    warnings.push_back(NameAndValueOf(item, DCM_VOILUTFunction) +
                       "; allowed are LINEAR, LINEAR_EXACT and SIGMOID: LINEAR is used.");
  }
  return VoiWindow::Function::Linear;
}

// PS3.3 C.11.2.1.2: a width of at least 1 for LINEAR, above 0 for the others.
bool IsUsable(const VoiWindow& window)
{
  const double minimum = window.function == VoiWindow::Function::Linear ? 1.0 : 1e-9;
  return std::isfinite(window.center) && std::isfinite(window.width) && window.width >= minimum;
}

void ReadWindow(DcmItem& item, FrameTransform& transform)
{
  const std::optional<double> center = NumberOf(item, DCM_WindowCenter);
  const std::optional<double> width = NumberOf(item, DCM_WindowWidth);
  if (!center && !width)
  {
    return;
  }
  VoiWindow window;
  window.function = WindowFunction(item, transform.warnings);
  window.center = center.value_or(NAN);
  window.width = width.value_or(NAN);
  if (IsUsable(window))
  {
    transform.window = window;
    return;
  }
  transform.window.reset();
  transform.warnings.push_back(NameAndValueOf(item, DCM_WindowCenter) + ", " +
                               NameAndValueOf(item, DCM_WindowWidth) +
                               "; allowed are finite numbers and a width of at least 1: they are "
                               "ignored.");
}

std::shared_ptr<const LookupTable> TableFrom(DcmItem& item, const DcmTagKey& sequence,
                                             LookupInput input, std::vector<std::string>& warnings)
{
  DcmItem* first = FirstItemOf(item, sequence);
  if (first == nullptr)
  {
    return nullptr;
  }
  Result<std::shared_ptr<const LookupTable>> table = ReadLookupTable(*first, input);
  if (!table.HasValue())
  {
    warnings.push_back(NameOf(sequence) + " is ignored: " + table.Failure().message + ".");
    return nullptr;
  }
  return std::move(table).Value();
}

void ReadTables(DcmItem& item, bool isSigned, FrameTransform& transform)
{
  const auto modality =
      TableFrom(item, DCM_ModalityLUTSequence,
                isSigned ? LookupInput::Signed : LookupInput::Unsigned, transform.warnings);
  if (modality)
  {
    const std::string type =
        AsciiOf(*FirstItemOf(item, DCM_ModalityLUTSequence), DCM_ModalityLUTType);
    transform.modalityLut = modality;
    transform.rescaleType = type.empty() ? unspecifiedUnit : type;
  }
  // A VOI LUT's input is what the modality step gives, which a modality LUT gives unsigned.
  const bool isVoiInputSigned =
      !transform.modalityLut && (isSigned || transform.rescaleIntercept < 0);
  const auto voi =
      TableFrom(item, DCM_VOILUTSequence,
                isVoiInputSigned ? LookupInput::Signed : LookupInput::Unsigned, transform.warnings);
  transform.voiLut = voi ? voi : transform.voiLut;
}

// `group` is one item of Shared or Per-frame Functional Groups Sequence.
void ReadFunctionalGroup(DcmItem& group, FrameTransform& transform)
{
  if (DcmItem* measures = FirstItemOf(group, DCM_PixelMeasuresSequence))
  {
    ReadSpacing(*measures, transform);
  }
  if (DcmItem* orientation = FirstItemOf(group, DCM_PlaneOrientationSequence))
  {
    ReadOrientation(*orientation, transform);
  }
  if (DcmItem* position = FirstItemOf(group, DCM_PlanePositionSequence))
  {
    ReadPosition(*position, transform);
  }
  if (DcmItem* values = FirstItemOf(group, DCM_PixelValueTransformationSequence))
  {
    ReadRescale(*values, transform);
  }
  if (DcmItem* voi = FirstItemOf(group, DCM_FrameVOILUTSequence))
  {
    ReadWindow(*voi, transform);
  }
}

// What the dataset and the shared functional groups say of all frames.
FrameTransform CommonTransform(DcmDataset& dataset, bool isSigned)
{
  FrameTransform common;
  common.rescaleType = unspecifiedUnit;
  ReadSpacing(dataset, common);
  ReadOrientation(dataset, common);
  ReadPosition(dataset, common);
  ReadRescale(dataset, common);
  ReadWindow(dataset, common);
  ReadTables(dataset, isSigned, common);
  if (DcmItem* shared = FirstItemOf(dataset, DCM_SharedFunctionalGroupsSequence))
  {
    ReadFunctionalGroup(*shared, common);
  }
  return common;
}

}  // namespace

DicomAttributes WithFrameTransforms(DicomAttributes attributes, DcmDataset& dataset)
{
  FrameTransform common = CommonTransform(dataset, attributes.isSigned);
  DcmSequenceOfItems* perFrame = nullptr;
  if (dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, perFrame).bad() ||
      perFrame == nullptr || perFrame->card() == 0)
  {
    attributes.transforms = {std::move(common)};
    return attributes;
  }
  const unsigned long described = perFrame->card();
  if (described < static_cast<unsigned long>(attributes.frames))
  {
    common.warnings.push_back(NameOf(DCM_NumberOfFrames) + " is " +
                              std::to_string(attributes.frames) + ", but " +
                              NameOf(DCM_PerFrameFunctionalGroupsSequence) + " describes " +
                              std::to_string(described) + ": frames beyond are ignored.");
    attributes.frames = static_cast<int>(described);
  }
  attributes.transforms.assign(static_cast<std::size_t>(attributes.frames), common);
  DcmObject* item = nullptr;
  for (FrameTransform& transform : attributes.transforms)
  {
    item = perFrame->nextInContainer(item);  // getItem(i) would walk from the start each time
    if (auto* group = dynamic_cast<DcmItem*>(item))
    {
      ReadFunctionalGroup(*group, transform);
    }
  }
  return attributes;
}

}  // namespace vlm
