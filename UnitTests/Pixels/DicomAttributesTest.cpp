// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/DicomAttributes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pixels/SyntheticDicom.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<DicomAttributes> Read(const std::string& bytes)
{
  return ReadDicomAttributes(bytes.data(), bytes.size());
}

Error FailureOf(const std::string& bytes)
{
  const Result<DicomAttributes> result = Read(bytes);
  EXPECT_FALSE(result.HasValue());
  return result.HasValue() ? Error{} : result.Failure();
}

TEST(DicomAttributes, ReadWhatTheObjectSays)
{
  DcmFileFormat file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_BodyPartExamined, "CHEST");
  dataset.putAndInsertString(DCM_ViewPosition, "PA");
  dataset.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER");
  dataset.putAndInsertString(DCM_ImageLaterality, "L");
  dataset.putAndInsertString(DCM_PatientID, "  P1 ");
  dataset.putAndInsertString(DCM_RescaleSlope, "2");
  dataset.putAndInsertString(DCM_RescaleIntercept, "-1024");
  dataset.putAndInsertString(DCM_WindowCenter, "40\\600");
  dataset.putAndInsertString(DCM_WindowWidth, "400\\1500");
  dataset.putAndInsertString(DCM_PixelSpacing, "0.5\\0.25");
  dataset.putAndInsertString(DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
  dataset.putAndInsertString(DCM_PatientOrientation, "L\\P");
  for (const E_TransferSyntax syntax : {EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                        EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit})
  {
    const Result<DicomAttributes> result = Read(BytesOf(file, syntax));
    ASSERT_TRUE(result.HasValue()) << result.Failure().message;
    const DicomAttributes& read = result.Value();
    EXPECT_EQ(read.sopInstanceUid, "1.2.3.4");
    EXPECT_EQ(read.patientId, "P1");
    EXPECT_EQ(read.rows, 2);
    EXPECT_EQ(read.columns, 3);
    EXPECT_EQ(read.bitsStored, 12);
    EXPECT_EQ(read.acquisition.bodyPart, "CHEST");
    EXPECT_EQ(read.acquisition.laterality, "L");
    EXPECT_EQ(read.acquisition.imageFlavor, "LOCALIZER");
    EXPECT_EQ(read.acquisition.transferSyntaxUid, DcmXfer(syntax).getXferID());
    const FrameTransform& transform = read.TransformOf(0);
    EXPECT_EQ(transform.rescaleSlope, 2);
    EXPECT_EQ(transform.rescaleIntercept, -1024);
    EXPECT_EQ(transform.window->center, 40);
    EXPECT_EQ(transform.window->width, 400);
    EXPECT_EQ(transform.spacing->rowMm, 0.5);
    EXPECT_EQ(transform.spacing->columnMm, 0.25);
    EXPECT_EQ(transform.imageOrientationPatient->at(4), 1);
    EXPECT_EQ(transform.patientOrientation[1], "P");
    EXPECT_THAT(transform.warnings, IsEmpty());
  }
}

TEST(DicomAttributes, ReadWhatThePrivacyRulesNeed)
{
  DcmFileFormat file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_ConversionType, "WSD");
  dataset.putAndInsertString(DCM_BurnedInAnnotation, "YES");
  dataset.putAndInsertString(DCM_PatientSex, "F");
  dataset.putAndInsertString(DCM_PatientAge, "067Y");
  const Acquisition acquisition = Read(BytesOf(file)).Value().acquisition;
  EXPECT_EQ(acquisition.sopClassUid, UID_CTImageStorage);
  EXPECT_EQ(acquisition.conversionType, "WSD");
  EXPECT_EQ(acquisition.burnedInAnnotation, "YES");
  EXPECT_EQ(acquisition.patientSex, "F");
  EXPECT_EQ(acquisition.patientAgeDecade, "60-69");
}

TEST(DicomAttributes, KeepOfThePatientNothingButDefinedTerms)
{
  DcmFileFormat file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_BurnedInAnnotation, "PERHAPS");
  dataset.putAndInsertString(DCM_PatientSex, "DOE^JOHN");
  dataset.putAndInsertString(DCM_PatientAge, "DOE");
  dataset.putAndInsertString(DCM_PatientBirthDate, "19500615");
  dataset.putAndInsertString(DCM_StudyDate, "20200614");
  const Acquisition acquisition = Read(BytesOf(file)).Value().acquisition;
  EXPECT_EQ(acquisition.burnedInAnnotation, "");
  EXPECT_EQ(acquisition.patientSex, "");
  EXPECT_EQ(acquisition.patientAgeDecade, "60-69");
}

TEST(DicomAttributes, ConvertTextToUtf8WithoutControlCharacters)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
  file.getDataset()->putAndInsertString(DCM_SeriesDescription,
                                        "Sch\xE4"
                                        "del\x07 \x1B[2J");
  EXPECT_EQ(Read(BytesOf(file)).Value().acquisition.seriesDescription,
            "Sch\xC3\xA4"
            "del [2J");
}

// The Russian example of PS3.3 H uses ISO_IR 144.
TEST(DicomAttributes, ConvertCyrillicText)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 144");
  file.getDataset()->putAndInsertString(DCM_SeriesDescription, "\xBC\xDE\xD7\xD3");
  EXPECT_EQ(Read(BytesOf(file)).Value().acquisition.seriesDescription, "Мозг");
}

TEST(DicomAttributes, ReplaceBytesOfAnUnknownCharacterSet)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 999");
  file.getDataset()->putAndInsertString(DCM_SeriesDescription,
                                        "a\xFF"
                                        "b");
  EXPECT_EQ(Read(BytesOf(file)).Value().acquisition.seriesDescription, "a?b");
}

TEST(DicomAttributes, NameAMissingOrZeroSize)
{
  for (const DcmTagKey& tag : {DCM_Rows, DCM_Columns, DCM_BitsAllocated, DCM_BitsStored})
  {
    DcmFileFormat file = SmallImage();
    file.getDataset()->putAndInsertUint16(tag, 0);
    const Error zero = FailureOf(BytesOf(file));
    EXPECT_EQ(zero.kind, ErrorKind::CorruptDicom);
    EXPECT_THAT(zero.message, HasSubstr(std::string(tag.toString().c_str()) + " is \"0\""));
    file.getDataset()->findAndDeleteElement(tag);
    const Error missing = FailureOf(BytesOf(file));
    EXPECT_EQ(missing.kind, ErrorKind::CorruptDicom);
    EXPECT_THAT(missing.message, HasSubstr(std::string(tag.toString().c_str()) + " is missing"));
  }
}

TEST(DicomAttributes, NameTheKindOfAnObjectWithoutImage)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->findAndDeleteElement(DCM_PixelData);
  file.getDataset()->putAndInsertString(DCM_SOPClassUID, UID_EncapsulatedPDFStorage);
  const Error error = FailureOf(BytesOf(file));
  EXPECT_EQ(error.kind, ErrorKind::NoPixels);
  EXPECT_THAT(error.message, HasSubstr("EncapsulatedPDFStorage (1.2.840.10008.5.1.4.1.1.104.1)"));
}

TEST(DicomAttributes, AreNotFooledByTheIconOfAnObjectWithoutImage)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->findAndDeleteElement(DCM_PixelData);
  DcmItem* icon = nullptr;
  file.getDataset()->findOrCreateSequenceItem(DCM_IconImageSequence, icon, -2);
  icon->putAndInsertUint16Array(DCM_PixelData, nullptr, 0);
  EXPECT_EQ(FailureOf(BytesOf(file)).kind, ErrorKind::NoPixels);
}

TEST(DicomAttributes, RefuseWhatIsNotDicomOrEndsEarly)
{
  EXPECT_EQ(FailureOf("").kind, ErrorKind::CorruptDicom);
  EXPECT_EQ(FailureOf("\x89PNG not DICOM at all, but long enough to look at").kind,
            ErrorKind::CorruptDicom);
  DcmFileFormat file = SmallImage();
  const std::string bytes = BytesOf(file);
  EXPECT_EQ(FailureOf(bytes.substr(0, bytes.find("MONOCHROME2") + 5)).kind,
            ErrorKind::CorruptDicom);
}

TEST(DicomAttributes, RefuseFloatsAndOddBits)
{
  DcmFileFormat deep = SmallImage();
  deep.getDataset()->putAndInsertUint16(DCM_BitsAllocated, 32);
  EXPECT_EQ(FailureOf(BytesOf(deep)).kind, ErrorKind::UndecodablePixels);
  DcmFileFormat real = SmallImage();
  real.getDataset()->findAndDeleteElement(DCM_PixelData);
  const Float32 pixel = 1;
  real.getDataset()->putAndInsertFloat32Array(DCM_FloatPixelData, &pixel, 1);
  EXPECT_EQ(FailureOf(BytesOf(real)).kind, ErrorKind::UndecodablePixels);
  DcmFileFormat lie = SmallImage();
  lie.getDataset()->putAndInsertUint16(DCM_BitsAllocated, 8);
  EXPECT_EQ(FailureOf(BytesOf(lie)).kind, ErrorKind::CorruptDicom);
}

TEST(DicomAttributes, RefuseTooManyPixels)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertUint16(DCM_Rows, 65535);
  file.getDataset()->putAndInsertUint16(DCM_Columns, 65535);
  EXPECT_EQ(FailureOf(BytesOf(file)).kind, ErrorKind::TooLarge);
}

TEST(DicomAttributes, IgnoreAbsurdNumbersWithAWarning)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_RescaleSlope, "0");
  file.getDataset()->putAndInsertString(DCM_RescaleIntercept, "NaN");
  file.getDataset()->putAndInsertString(DCM_WindowCenter, "inf");
  file.getDataset()->putAndInsertString(DCM_WindowWidth, "400");
  file.getDataset()->putAndInsertString(DCM_PixelSpacing, "0.5\\-1");
  file.getDataset()->putAndInsertString(DCM_ImageOrientationPatient, "1\\0\\0\\1\\0\\0");
  const FrameTransform transform = Read(BytesOf(file)).Value().TransformOf(0);
  EXPECT_EQ(transform.rescaleSlope, 1);
  EXPECT_EQ(transform.rescaleIntercept, 0);
  EXPECT_FALSE(transform.window);
  EXPECT_FALSE(transform.spacing);
  EXPECT_FALSE(transform.imageOrientationPatient);
  ASSERT_EQ(transform.warnings.size(), 5U);
  EXPECT_THAT(transform.warnings,
              testing::Contains(HasSubstr("RescaleSlope (0028,1053) is \"0\"")));
}

TEST(DicomAttributes, TakeAZeroWindowWidthForNoWindow)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_WindowCenter, "40");
  file.getDataset()->putAndInsertString(DCM_WindowWidth, "0.5");
  EXPECT_FALSE(Read(BytesOf(file)).Value().TransformOf(0).window);
  file.getDataset()->putAndInsertString(DCM_VOILUTFunction, "LINEAR_EXACT");
  EXPECT_TRUE(Read(BytesOf(file)).Value().TransformOf(0).window);
}

TEST(DicomAttributes, ReadLookupTables)
{
  for (const E_TransferSyntax syntax : {EXS_LittleEndianExplicit, EXS_LittleEndianImplicit})
  {
    DcmFileFormat file = SmallImage();
    file.getDataset()->putAndInsertUint16(DCM_PixelRepresentation, 1);
    DcmItem* item = nullptr;
    file.getDataset()->findOrCreateSequenceItem(DCM_ModalityLUTSequence, item, -2);
    const Sint16 descriptor[3] = {3, -1, 16};
    const Uint16 entries[3] = {100, 200, 65535};
    auto element = std::make_unique<DcmSignedShort>(DcmTag(DCM_LUTDescriptor, EVR_SS));
    element->putSint16Array(descriptor, 3);
    item->insert(element.release());
    item->putAndInsertUint16Array(DCM_LUTData, entries, 3);
    const DicomAttributes read = Read(BytesOf(file, syntax)).Value();
    const auto& lut = read.TransformOf(0).modalityLut;
    ASSERT_TRUE(lut);
    EXPECT_EQ(lut->firstMapped, -1);
    EXPECT_EQ(lut->entries, (std::vector<std::uint16_t>{100, 200, 65535}));
  }
}

TEST(DicomAttributes, IgnoreALookupTableWithoutData)
{
  DcmFileFormat file = SmallImage();
  DcmItem* item = nullptr;
  file.getDataset()->findOrCreateSequenceItem(DCM_VOILUTSequence, item, -2);
  const Uint16 descriptor[3] = {0, 0, 16};  // 65536 entries are promised
  item->putAndInsertUint16Array(DCM_LUTDescriptor, descriptor, 3);
  const FrameTransform transform = Read(BytesOf(file)).Value().TransformOf(0);
  EXPECT_FALSE(transform.voiLut);
  ASSERT_EQ(transform.warnings.size(), 1U);
  EXPECT_THAT(transform.warnings[0], HasSubstr("LUTData (0028,3006)"));
}

// PS3.5 6.2.2: a converter may mark any element UN.
TEST(DicomAttributes, ReadElementsMarkedUnknown)
{
  DcmFileFormat file = SmallImage();
  const auto insert = [&](const DcmTagKey& tag, const std::string& text)
  {
    auto element = std::make_unique<DcmOtherByteOtherWord>(DcmTag(tag, EVR_UN));
    element->putUint8Array(reinterpret_cast<const Uint8*>(text.data()), text.size());
    file.getDataset()->insert(element.release(), OFTrue);
  };
  insert(DCM_Modality, "MR");
  insert(DCM_PixelSpacing, "0.5\\0.25");
  insert(DCM_RescaleSlope, "junk");
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_EQ(read.acquisition.modality, "MR");
  ASSERT_TRUE(read.TransformOf(0).spacing);
  EXPECT_EQ(read.TransformOf(0).spacing->columnMm, 0.25);
  EXPECT_EQ(read.TransformOf(0).rescaleSlope, 1);
}

TEST(DicomAttributes, ReadPaddingByPixelRepresentation)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertUint16(DCM_PixelPaddingValue, 63536);
  EXPECT_EQ(Read(BytesOf(file)).Value().pixelPaddingValue, 63536);
  file.getDataset()->putAndInsertUint16(DCM_PixelRepresentation, 1);
  EXPECT_EQ(Read(BytesOf(file)).Value().pixelPaddingValue, -2000);  // 63536 - 65536
}

}  // namespace
}  // namespace vlm
