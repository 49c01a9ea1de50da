// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SourceImage.h"

#include <gtest/gtest.h>

#include "Results/ResultFixture.h"
#include "Results/SourceImageValues.h"

namespace vlm
{
namespace
{

Result<SourceImage> Read(const Change& change)
{
  return ReadSourceImage(Changed(SampleFile("ct-head-phantom-07"), change));
}

// The mended value of an element that was written as `raw` under a character set.
std::string Mended(const char* characterSet, const DcmTagKey& tag, const std::string& raw)
{
  const auto change = [&](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DCM_SpecificCharacterSet, characterSet);
    dataset.putAndInsertString(tag, raw.c_str());
  };
  const Result<SourceImage> source = Read(change);
  EXPECT_TRUE(source.HasValue());
  return source.HasValue() ? MendedValue(source.Value(), source.Value().Dataset(), tag) : "";
}

TEST(SourceImage, KnowsItsPlaceAmongPatientsAndStudies)
{
  const Result<SourceImage> read = ReadSourceImage(SampleFile("us-busi-10080"));

  // Oracle: dcmdump of the sample.
  ASSERT_TRUE(read.HasValue());
  const SourceImage& source = read.Value();
  EXPECT_EQ(source.sopClassUid, "1.2.840.10008.5.1.4.1.1.6.1");
  EXPECT_EQ(source.sopInstanceUid, "2.25.775122128029850563822333738132680174");
  EXPECT_EQ(source.seriesInstanceUid, "2.25.1088497116479744040854543165432110620");
  EXPECT_EQ(source.studyInstanceUid, "2.25.468144736576231046200163318940934871");
  EXPECT_EQ(source.modality, "US");
  EXPECT_EQ(source.characterSet, "ISO_IR 192");
  EXPECT_EQ(source.frames, 1);
  EXPECT_FALSE(source.isMultiFrame);
  EXPECT_FALSE(source.isColour);
}

TEST(SourceImage, KnowsFramesAndColour)
{
  const Result<SourceImage> loop = ReadSourceImage(UltrasoundLoop(3));
  const Result<SourceImage> rgb =
      Read([](DcmDataset& dataset) { dataset.putAndInsertUint16(DCM_SamplesPerPixel, 3); });
  const auto paint = [](DcmDataset& dataset)
  { dataset.putAndInsertString(DCM_PhotometricInterpretation, "PALETTE COLOR"); };
  const Result<SourceImage> palette = Read(paint);

  ASSERT_TRUE(loop.HasValue() && rgb.HasValue() && palette.HasValue());
  EXPECT_EQ(loop.Value().frames, 3);
  EXPECT_TRUE(loop.Value().isMultiFrame);
  EXPECT_TRUE(rgb.Value().isColour);
  EXPECT_TRUE(palette.Value().isColour);
}

TEST(SourceImage, RefusesWhatCannotBeReferredTo)
{
  const Result<SourceImage> missing =
      Read([](DcmDataset& dataset) { dataset.findAndDeleteElement(DCM_StudyInstanceUID); });
  const Result<SourceImage> wrong =
      Read([](DcmDataset& dataset) { dataset.putAndInsertString(DCM_SOPClassUID, "no UID"); });

  ASSERT_FALSE(missing.HasValue());
  EXPECT_EQ(missing.Failure().kind, ErrorKind::CorruptDicom);
  EXPECT_NE(missing.Failure().message.find("StudyInstanceUID (0020,000d)"), std::string::npos);
  ASSERT_FALSE(wrong.HasValue());
  EXPECT_EQ(wrong.Failure().kind, ErrorKind::CorruptDicom);
  EXPECT_FALSE(ReadSourceImage("").HasValue());
  EXPECT_FALSE(ReadSourceImage("no DICOM at all").HasValue());
}

TEST(SourceImage, TakesAbsurdNumbersOfFramesAsOne)
{
  for (const char* frames : {"-5", "none", ""})
  {
    const Result<SourceImage> source = Read(
        [frames](DcmDataset& dataset) { dataset.putAndInsertString(DCM_NumberOfFrames, frames); });
    ASSERT_TRUE(source.HasValue());
    EXPECT_EQ(source.Value().frames, 1) << frames;
  }
}

// Oracle: the examples of PS3.5 annexes H, I and J, and Python's codecs.
TEST(SourceImageValues, AreReadInAnyCharacterSet)
{
  EXPECT_EQ(Mended("GB18030", DCM_PatientName, "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB"),
            "Wang^XiaoDong=王^小东");
  EXPECT_EQ(Mended("GBK", DCM_StudyDescription, "\xB0\x5C\xB5\xC2"),
            "癨德");  // 0x5C is no separator
  EXPECT_EQ(Mended("\\ISO 2022 IR 149", DCM_PatientName,
                   "Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7="
                   "\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF"),
            "Hong^Gildong=洪^吉洞=홍^길동");
  EXPECT_EQ(Mended("\\ISO 2022 IR 87", DCM_PatientName,
                   "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B="
                   "\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B"),
            "Yamada^Tarou=山田^太郎=やまだ^たろう");
  EXPECT_EQ(Mended("ISO 2022 IR 13\\ISO 2022 IR 87", DCM_PatientName,
                   "\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J="
                   "\x1B$B$d$^$@\x1B(J^\x1B$B$?$m$&\x1B(J"),
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
  EXPECT_EQ(Mended("ISO_IR 138", DCM_PatientName, "\xF9\xE5"), "שו");  // no Japanese set
  EXPECT_EQ(Mended("ISO_IR 100", DCM_PatientName, "Buc^J\xE9r\xF4me"), "Buc^Jérôme");
  EXPECT_EQ(Mended("ISO_IR 192", DCM_PatientName, "Buc^J\xC3\xA9r\xC3\xB4me"), "Buc^Jérôme");
}

TEST(SourceImageValues, AreLatin1WhereTheCharacterSetIsAbsentOrUnknown)
{
  EXPECT_EQ(Mended("", DCM_PatientName, "J\xE9r\xF4me"), "Jérôme");
  EXPECT_EQ(Mended("ISO_IR 6", DCM_PatientName, "J\xE9r\xF4me"), "Jérôme");
  EXPECT_EQ(Mended("KLINGON", DCM_PatientName, "J\xE9r\xF4me"), "Jérôme");
}

TEST(SourceImageValues, AreMendedOrDropped)
{
  EXPECT_EQ(Mended("", DCM_StudyDate, "20240229"), "20240229");
  EXPECT_EQ(Mended("", DCM_StudyDate, "2024.02.29"), "20240229");
  EXPECT_EQ(Mended("", DCM_StudyDate, "11111111"), "11111111");  // as anonymisers write
  EXPECT_EQ(Mended("", DCM_StudyDate, "20230229"), "");
  EXPECT_EQ(Mended("", DCM_StudyDate, "20231301"), "");
  EXPECT_EQ(Mended("", DCM_StudyDate, "yesterday"), "");
  EXPECT_EQ(Mended("", DCM_StudyTime, "12:30:15"), "123015");
  EXPECT_EQ(Mended("", DCM_StudyTime, "123015.25"), "123015.25");
  EXPECT_EQ(Mended("", DCM_StudyTime, "1230"), "1230");
  EXPECT_EQ(Mended("", DCM_StudyTime, "256199"), "");
  EXPECT_EQ(Mended("", DCM_PatientSex, "f"), "F");
  EXPECT_EQ(Mended("", DCM_BodyPartExamined, "Left knee!"), "");
  EXPECT_EQ(Mended("", DCM_PatientAge, "045Y"), "045Y");
  EXPECT_EQ(Mended("", DCM_PatientAge, "45"), "");
  EXPECT_EQ(Mended("", DCM_PatientWeight, "70.5"), "70.5");
  EXPECT_EQ(Mended("", DCM_PatientWeight, "heavy"), "");
  EXPECT_EQ(Mended("", DCM_FrameOfReferenceUID, "1.2.x"), "");
  EXPECT_EQ(Mended("", DCM_AccessionNumber, "1234567890123456"), "1234567890123456");
  EXPECT_EQ(Mended("", DCM_AccessionNumber, "12345678901234567"), "");
  EXPECT_EQ(Mended("", DCM_StudyDescription, "first\\second"), "first");
}

TEST(SourceImageValues, AreReadFromElementsOfAnotherVr)
{
  const auto change = [](DcmDataset& dataset)
  {
    dataset.findAndDeleteElement(DCM_StudyDescription);
    auto element = std::make_unique<DcmOtherByteOtherWord>(DcmTag(DCM_StudyDescription, EVR_UN));
    element->putUint8Array(reinterpret_cast<const Uint8*>("Head \0"), 6);
    dataset.insert(element.release());
    DcmItem* item = nullptr;
    dataset.findAndDeleteElement(DCM_StudyID);
    dataset.findOrCreateSequenceItem(DCM_ReferencedStudySequence, item);
  };
  const Result<SourceImage> source = Read(change);

  ASSERT_TRUE(source.HasValue());
  EXPECT_EQ(MendedValue(source.Value(), source.Value().Dataset(), DCM_StudyDescription), "Head");
  EXPECT_EQ(RawTextOf(source.Value().Dataset(), DCM_ReferencedStudySequence), "");
  EXPECT_EQ(RawTextOf(source.Value().Dataset(), DCM_StudyID), "");
}

}  // namespace
}  // namespace vlm
