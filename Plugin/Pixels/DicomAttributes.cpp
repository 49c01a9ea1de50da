// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/DicomAttributes.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <initializer_list>
#include <limits>

#include "Pixels/AgeDecade.h"
#include "Pixels/DicomHeader.h"
#include "Pixels/DicomValues.h"
#include "Pixels/FrameTransformReading.h"

namespace vlm
{
namespace
{

std::string SopClassName(const std::string& uid)
{
  if (uid.empty())
  {
    return "an unknown kind of object (SOPClassUID (0008,0016) is missing)";
  }
  return std::string(dcmFindNameOfUID(uid.c_str(), "an unknown SOP class")) + " (" + uid + ")";
}

// PS3.3 C.7.6.3: type 1 numbers, so an image without one is damaged.
Result<int> RequiredInteger(DcmDataset& dataset, const DcmTagKey& tag, int maximum)
{
  const std::optional<double> value = NumberOf(dataset, tag);
  if (!value)
  {
    return Error{ErrorKind::CorruptDicom, NameOf(tag) + " is missing."};
  }
  if (!(*value >= 1.0 && *value <= maximum))
  {
    return Error{ErrorKind::CorruptDicom, NameAndValueOf(dataset, tag) + "; allowed are 1 to " +
                                              std::to_string(maximum) + "."};
  }
  return static_cast<int>(*value);
}

struct RequiredField
{
  DcmTagKey tag;
  int maximum;
  int DicomAttributes::*member;
};

Result<void> ReadSizes(DcmDataset& dataset, DicomAttributes& attributes)
{
  const std::array<RequiredField, 4> fields = {
      RequiredField{DCM_Rows, 65535, &DicomAttributes::rows},
      RequiredField{DCM_Columns, 65535, &DicomAttributes::columns},
      RequiredField{DCM_BitsAllocated, 64, &DicomAttributes::bitsAllocated},
      RequiredField{DCM_BitsStored, 64, &DicomAttributes::bitsStored}};
  for (const RequiredField& field : fields)
  {
    const Result<int> value = RequiredInteger(dataset, field.tag, field.maximum);
    if (!value.HasValue())
    {
      return value.Failure();
    }
    attributes.*field.member = value.Value();
  }
  if (dataset.tagExistsWithValue(DCM_SamplesPerPixel))
  {
    const Result<int> samples = RequiredInteger(dataset, DCM_SamplesPerPixel, 4);
    if (!samples.HasValue())
    {
      return samples.Failure();
    }
    attributes.samplesPerPixel = samples.Value();
  }
  return {};
}

Result<void> CheckSizes(const DicomAttributes& attributes)
{
  const int allocated = attributes.bitsAllocated;
  if (attributes.bitsStored > allocated)
  {
    return Error{ErrorKind::CorruptDicom, NameOf(DCM_BitsStored) + " is " +
                                              std::to_string(attributes.bitsStored) +
                                              ", more than " + NameOf(DCM_BitsAllocated) +
                                              ", which is " + std::to_string(allocated) + "."};
  }
  if (allocated < 8 || allocated > 16)
  {
    return Error{ErrorKind::UndecodablePixels, NameOf(DCM_BitsAllocated) + " is " +
                                                   std::to_string(allocated) +
                                                   "; supported are 8 to 16."};
  }
  if (static_cast<std::int64_t>(attributes.rows) * attributes.columns > MaximumPixels)
  {
    return Error{ErrorKind::TooLarge, "A frame has " + std::to_string(attributes.rows) + " x " +
                                          std::to_string(attributes.columns) +
                                          " pixels; allowed are " + std::to_string(MaximumPixels) +
                                          " in all."};
  }
  return {};
}

std::string LateralityOf(DcmDataset& dataset)
{
  for (const DcmTagKey& tag : {DCM_ImageLaterality, DCM_Laterality})
  {
    std::string value = AsciiOf(dataset, tag);
    if (value == "R" || value == "L" || value == "B")
    {
      return value;
    }
  }
  return "";
}

// The value if it is one of `terms`, else empty.
std::string TermOf(DcmDataset& dataset, const DcmTagKey& tag,
                   std::initializer_list<const char*> terms)
{
  std::string value = AsciiOf(dataset, tag);
  return std::find(terms.begin(), terms.end(), value) == terms.end() ? "" : value;
}

// What is known of the patient is reduced here, so that nothing behind can leak more.
void ReadPatient(DcmDataset& dataset, Acquisition& acquisition)
{
  acquisition.patientSex = TermOf(dataset, DCM_PatientSex, {"M", "F", "O"});
  acquisition.patientAgeDecade =
      AgeDecadeOf({AsciiOf(dataset, DCM_PatientAge), AsciiOf(dataset, DCM_PatientBirthDate),
                   AsciiOf(dataset, DCM_StudyDate)});
}

void ReadTexts(DcmDataset& dataset, DicomAttributes& attributes)
{
  OFString characterSet;
  dataset.findAndGetOFStringArray(DCM_SpecificCharacterSet, characterSet);
  const std::string set(characterSet.c_str());
  attributes.sopInstanceUid = AsciiOf(dataset, DCM_SOPInstanceUID);
  attributes.seriesInstanceUid = AsciiOf(dataset, DCM_SeriesInstanceUID);
  attributes.studyInstanceUid = AsciiOf(dataset, DCM_StudyInstanceUID);
  attributes.patientId = TextOf(dataset, DCM_PatientID, set);
  Acquisition& acquisition = attributes.acquisition;
  acquisition.modality = AsciiOf(dataset, DCM_Modality);
  acquisition.bodyPart = AsciiOf(dataset, DCM_BodyPartExamined);
  acquisition.viewPosition = AsciiOf(dataset, DCM_ViewPosition);
  acquisition.laterality = LateralityOf(dataset);
  acquisition.seriesDescription = TextOf(dataset, DCM_SeriesDescription, set);
  acquisition.photometricInterpretation = AsciiOf(dataset, DCM_PhotometricInterpretation);
  acquisition.sopClassUid = attributes.sopClassUid;
  acquisition.conversionType = AsciiOf(dataset, DCM_ConversionType);
  acquisition.imageFlavor = AsciiOf(dataset, DCM_ImageType, 2);
  acquisition.burnedInAnnotation = TermOf(dataset, DCM_BurnedInAnnotation, {"YES", "NO"});
  ReadPatient(dataset, acquisition);
}

// The bits of `tag` as a stored value: US or SS by PixelRepresentation, whatever the VR was read
// as.
std::optional<double> StoredValueOf(DcmDataset& dataset, const DcmTagKey& tag, bool isSigned)
{
  const std::optional<double> value = NumberOf(dataset, tag);
  if (!value || !std::isfinite(*value))
  {
    return std::nullopt;
  }
  if (isSigned && *value > std::numeric_limits<std::int16_t>::max())
  {
    return *value - 65536.0;
  }
  return !isSigned && *value < 0 ? *value + 65536.0 : *value;
}

Result<DicomAttributes> Read(const DicomHeader& header)
{
  DcmDataset& dataset = header.Dataset();
  DicomAttributes attributes;
  attributes.sopClassUid = AsciiOf(dataset, DCM_SOPClassUID);
  if (dataset.tagExists(DCM_FloatPixelData) || dataset.tagExists(DCM_DoubleFloatPixelData))
  {
    return Error{ErrorKind::UndecodablePixels,
                 "The object has floating-point pixel data, which is not supported."};
  }
  if (!header.hasPixelData)
  {
    return Error{ErrorKind::NoPixels, "The object has no PixelData (7FE0,0010); it is " +
                                          SopClassName(attributes.sopClassUid) + "."};
  }
  if (const Result<void> sizes = ReadSizes(dataset, attributes); !sizes.HasValue())
  {
    return sizes.Failure();
  }
  if (const Result<void> sizes = CheckSizes(attributes); !sizes.HasValue())
  {
    return sizes.Failure();
  }
  ReadTexts(dataset, attributes);
  attributes.acquisition.transferSyntaxUid = header.transferSyntaxUid;
  attributes.isSigned = NumberOf(dataset, DCM_PixelRepresentation) == 1.0;
  const double frames = NumberOf(dataset, DCM_NumberOfFrames).value_or(1.0);
  attributes.frames = frames >= 1.0 && frames <= std::numeric_limits<int>::max()
                          ? static_cast<int>(frames)
                          : 1;  // PS3.3 C.7.6.6: at least 1
  attributes.pixelPaddingValue = StoredValueOf(dataset, DCM_PixelPaddingValue, attributes.isSigned);
  attributes.pixelPaddingRangeLimit =
      StoredValueOf(dataset, DCM_PixelPaddingRangeLimit, attributes.isSigned);
  return WithFrameTransforms(std::move(attributes), dataset);
}

}  // namespace

Result<DicomAttributes> ReadDicomAttributes(const void* bytes, std::size_t size)
{
  const Result<DicomHeader> header = ParseDicomHeader(bytes, size);
  if (!header.HasValue())
  {
    return header.Failure();
  }
  try
  {
    return Read(header.Value());
  }
  catch (const std::exception& exception)
  {
    return Error{ErrorKind::CorruptDicom,
                 std::string("The DICOM object cannot be read: ") + exception.what() + "."};
  }
}

}  // namespace vlm
