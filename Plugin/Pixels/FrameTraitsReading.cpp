// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameTraitsReading.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

#include "Pixels/DicomHeader.h"
#include "Pixels/DicomValues.h"
#include "Pixels/SpacingReading.h"

namespace vlm
{
namespace
{

constexpr const char* SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
constexpr unsigned long MostTypeValues = 16;

// Where the functional groups of the modalities keep Frame Type (PS3.3 C.8.13.5.1, C.8.15.3.1,
// ...).
const std::array<DcmTagKey, 5>& FrameTypeSequences()
{
  static const std::array<DcmTagKey, 5> sequences = {
      DCM_MRImageFrameTypeSequence, DCM_CTImageFrameTypeSequence,
      DCM_XAXRFFrameCharacteristicsSequence, DCM_PETFrameTypeSequence, DCM_XRay3DFrameTypeSequence};
  return sequences;
}

std::optional<double> FiniteOf(DcmItem& item, const DcmTagKey& tag)
{
  const auto number = NumberOf(item, tag);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

void Set(std::optional<double>& value, std::optional<double> found)
{
  value = found ? found : value;
}

// Reads ImageType, or FrameType of a functional group.
void ReadType(DcmItem& item, const DcmTagKey& tag, FrameTraits& traits)
{
  if (!item.tagExistsWithValue(tag))
  {
    return;
  }
  traits.kind = FrameKind::Picture;
  traits.imageType.clear();
  for (unsigned long i = 2; i < MostTypeValues; ++i)
  {
    const std::string value = AsciiOf(item, tag, i);
    const FrameKind kind = KindOfTypeValue(value);
    traits.kind = kind == FrameKind::Picture ? traits.kind : kind;
    traits.imageType += value.empty() ? "" : value + "\\";
  }
}

// Siemens' and GE's own elements of before DiffusionBValue.
std::optional<double> PrivateBValue(DcmItem& item)
{
  const std::string manufacturer = AsciiOf(item, DCM_Manufacturer);
  if (manufacturer.rfind("SIEMENS", 0) == 0 || manufacturer.rfind("Siemens", 0) == 0)
  {
    return FiniteOf(item, DcmTagKey(0x0019, 0x100C));
  }
  if (manufacturer.rfind("GE", 0) == 0)
  {
    const auto value = FiniteOf(item, DcmTagKey(0x0043, 0x1039));
    constexpr double mark = 1e6;  // GE adds 10^9 to tell something else
    return value ? std::optional<double>(std::fmod(*value, mark)) : std::nullopt;
  }
  return std::nullopt;
}

void ReadPlane(DcmItem& item, FrameTraits& traits)
{
  FrameTransform transform;
  ReadOrientation(item, transform);
  ReadPosition(item, transform);
  traits.orientation =
      transform.imageOrientationPatient ? transform.imageOrientationPatient : traits.orientation;
  traits.position =
      transform.imagePositionPatient ? transform.imagePositionPatient : traits.position;
}

FrameTraits ReadDataset(DcmDataset& dataset)
{
  FrameTraits traits;
  traits.sopClassUid = AsciiOf(dataset, DCM_SOPClassUID);
  traits.sopInstanceUid = AsciiOf(dataset, DCM_SOPInstanceUID);
  ReadType(dataset, DCM_ImageType, traits);
  const bool isCapture = traits.sopClassUid.rfind(SecondaryCapture, 0) == 0;
  traits.kind = isCapture ? FrameKind::Capture : traits.kind;
  constexpr double mostRows = 65535.0;
  traits.rows =
      static_cast<int>(std::clamp(FiniteOf(dataset, DCM_Rows).value_or(0.0), 0.0, mostRows));
  traits.columns =
      static_cast<int>(std::clamp(FiniteOf(dataset, DCM_Columns).value_or(0.0), 0.0, mostRows));
  traits.instanceNumber = FiniteOf(dataset, DCM_InstanceNumber);
  traits.sliceLocation = FiniteOf(dataset, DCM_SliceLocation);
  ReadPlane(dataset, traits);
  traits.kernel = AsciiOf(dataset, DCM_ConvolutionKernel);
  traits.imageType += AsciiOf(dataset, DCM_ComplexImageComponent);
  Set(traits.diffusionBValue, PrivateBValue(dataset));
  Set(traits.diffusionBValue, FiniteOf(dataset, DCM_DiffusionBValue));
  Set(traits.echoTime, FiniteOf(dataset, DCM_EchoTime));
  Set(traits.temporalPosition, FiniteOf(dataset, DCM_TriggerTime));
  Set(traits.temporalPosition, FiniteOf(dataset, DCM_TemporalPositionIdentifier));
  traits.acquisitionNumber = FiniteOf(dataset, DCM_AcquisitionNumber);
  return traits;
}

// `group` is one item of Shared or Per-frame Functional Groups Sequence.
void ReadGroup(DcmItem& group, FrameTraits& traits)
{
  for (const DcmTagKey& plane : {DCM_PlaneOrientationSequence, DCM_PlanePositionSequence})
  {
    if (DcmItem* item = FirstItemOf(group, plane))
    {
      ReadPlane(*item, traits);
    }
  }
  for (const DcmTagKey& sequence : FrameTypeSequences())
  {
    if (DcmItem* item = FirstItemOf(group, sequence))
    {
      ReadType(*item, DCM_FrameType, traits);
      traits.imageType += AsciiOf(*item, DCM_ComplexImageComponent);
    }
  }
  if (DcmItem* content = FirstItemOf(group, DCM_FrameContentSequence))
  {
    const std::string stack = AsciiOf(*content, DCM_StackID);
    traits.stack = stack.empty() ? traits.stack : stack;
    Set(traits.temporalPosition, FiniteOf(*content, DCM_TemporalPositionIndex));
    Set(traits.acquisitionNumber, FiniteOf(*content, DCM_FrameAcquisitionNumber));
  }
  if (DcmItem* echo = FirstItemOf(group, DCM_MREchoSequence))
  {
    Set(traits.echoTime, FiniteOf(*echo, DCM_EffectiveEchoTime));
  }
  if (DcmItem* diffusion = FirstItemOf(group, DCM_MRDiffusionSequence))
  {
    Set(traits.diffusionBValue, FiniteOf(*diffusion, DCM_DiffusionBValue));
  }
}

// The frames to tell of: all, or evenly spread ones of an absurd or huge number.
std::vector<int> FramesToRead(int frames)
{
  const int count = std::min(frames, MostFramesRead);
  std::vector<int> chosen;
  for (std::int64_t i = 0; i < count; ++i)
  {
    chosen.push_back(static_cast<int>((2 * i + 1) * frames / (2 * std::int64_t{count})));
  }
  return chosen;
}

std::vector<FrameTraits> ReadFrames(DcmDataset& dataset, const std::string& orthancId)
{
  FrameTraits common = ReadDataset(dataset);
  common.reference.orthancId = orthancId;
  if (DcmItem* shared = FirstItemOf(dataset, DCM_SharedFunctionalGroupsSequence))
  {
    ReadGroup(*shared, common);
  }
  constexpr double mostFrames = 1e6;
  const double told = FiniteOf(dataset, DCM_NumberOfFrames).value_or(1.0);
  int frames = static_cast<int>(std::clamp(told, 1.0, mostFrames));
  DcmSequenceOfItems* perFrame = nullptr;
  dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, perFrame);
  std::vector<DcmItem*> groups;
  for (DcmObject* item = nullptr;
       perFrame != nullptr && (item = perFrame->nextInContainer(item)) != nullptr;)
  {
    groups.push_back(dynamic_cast<DcmItem*>(item));
  }
  frames = groups.empty() ? frames : std::min(frames, static_cast<int>(groups.size()));
  std::vector<FrameTraits> all;
  for (const int frame : FramesToRead(frames))
  {
    FrameTraits traits = common;
    traits.reference.frame = frame;
    if (!groups.empty() && groups[static_cast<std::size_t>(frame)] != nullptr)
    {
      ReadGroup(*groups[static_cast<std::size_t>(frame)], traits);
    }
    all.push_back(std::move(traits));
  }
  return all;
}

}  // namespace

Result<std::vector<FrameTraits>> ReadFrameTraits(const std::string& dicomFile,
                                                 const std::string& orthancId)
{
  const auto header = ParseDicomHeader(dicomFile.data(), dicomFile.size());
  if (!header.HasValue())
  {
    return header.Failure();
  }
  if (!header.Value().hasPixelData)
  {
    return Error{ErrorKind::NoPixels, "The object has no PixelData (7FE0,0010)."};
  }
  try
  {
    return ReadFrames(header.Value().Dataset(), orthancId);
  }
  catch (const std::exception& exception)
  {
    return Error{ErrorKind::CorruptDicom,
                 std::string("The DICOM object cannot be read: ") + exception.what() + "."};
  }
}

}  // namespace vlm
