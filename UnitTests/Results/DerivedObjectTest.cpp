// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/DerivedObject.h"

#include <gtest/gtest.h>

#include "Foundation/CleanText.h"
#include "Results/ResultFixture.h"

namespace vlm
{
namespace
{

const DerivedIdentity Capture = {"1.2.840.10008.5.1.4.1.1.7", "2.25.7", "2.25.8", "CT", 9, 3};

// The common modules of a result on a sample after a change of its header.
std::unique_ptr<DcmFileFormat> CommonOf(const std::string& sample, const Change& change,
                                        const std::string& patientId = "")
{
  const ResultFixture fixture = FixtureOf({Changed(SampleFile(sample), change)}, 1);
  ResultContext context = fixture.Context();
  context.patientId = patientId;
  DcmDataset dataset;
  WriteCommonModules(context, *context.AnySource(), Capture, dataset);
  const Result<std::string> dicom = EncodeDicom(dataset);
  EXPECT_TRUE(dicom.HasValue());
  return Parsed(dicom.HasValue() ? dicom.Value() : "");
}

std::unique_ptr<DcmFileFormat> CommonOfHead(const Change& change, const std::string& patientId = "")
{
  return CommonOf("ct-head-phantom-07", change, patientId);
}

TEST(DerivedObject, JoinsPatientAndStudyOfItsSource)
{
  const auto change = [](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DCM_PatientBirthDate, "19700131");
    dataset.putAndInsertString(DCM_PatientSex, "F");
    dataset.putAndInsertString(DCM_AccessionNumber, "A-17");
    dataset.putAndInsertString(DCM_ReferringPhysicianName, "House^Gregory");
    dataset.putAndInsertString(DCM_PatientAge, "054Y");
    dataset.putAndInsertString(DCM_IssuerOfPatientID, "Hospital");
    DcmItem& issuer = AddItem(dataset, DCM_IssuerOfAccessionNumberSequence);
    issuer.putAndInsertString(DCM_UniversalEntityID, "1.2.3");
    issuer.putAndInsertString(DCM_UniversalEntityIDType, "ISO");
  };
  const auto file = CommonOfHead(change);
  DcmDataset& dataset = *file->getDataset();

  EXPECT_EQ(ValueOf(dataset, DCM_StudyInstanceUID), "2.25.1069425503238835676763763793516534569");
  EXPECT_EQ(ValueOf(dataset, DCM_PatientName), "PHANTOM^Head");
  EXPECT_EQ(ValueOf(dataset, DCM_PatientID), "PHANTOM-CT");
  EXPECT_EQ(ValueOf(dataset, DCM_IssuerOfPatientID), "Hospital");
  EXPECT_EQ(ValueOf(dataset, DCM_PatientBirthDate), "19700131");
  EXPECT_EQ(ValueOf(dataset, DCM_PatientSex), "F");
  EXPECT_EQ(ValueOf(dataset, DCM_PatientAge), "054Y");
  EXPECT_EQ(ValueOf(dataset, DCM_StudyDate), "20250101");
  EXPECT_EQ(ValueOf(dataset, DCM_StudyTime), "120000");
  EXPECT_EQ(ValueOf(dataset, DCM_StudyID), "1");
  EXPECT_EQ(ValueOf(dataset, DCM_AccessionNumber), "A-17");
  EXPECT_EQ(ValueOf(dataset, DCM_ReferringPhysicianName), "House^Gregory");
  EXPECT_EQ(ValueOf(dataset, DCM_StudyDescription), "CT head PHANTOM");
  DcmItem* issuer = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequenceItem(DCM_IssuerOfAccessionNumberSequence, issuer).good());
  EXPECT_EQ(ValueOf(*issuer, DCM_UniversalEntityID), "1.2.3");
}

TEST(DerivedObject, IsOfItsOwnSeriesAndEquipment)
{
  const auto file = CommonOfHead([](DcmDataset&) {});
  DcmDataset& dataset = *file->getDataset();

  EXPECT_EQ(ValueOf(*file->getMetaInfo(), DCM_MediaStorageSOPInstanceUID), "2.25.7");
  EXPECT_EQ(ValueOf(dataset, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesInstanceUID), "2.25.8");
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesNumber), "9");
  EXPECT_EQ(ValueOf(dataset, DCM_InstanceNumber), "3");
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesDescription),
            "AI findings (unverified) - gemini-2.5-flash-001");
  EXPECT_EQ(ValueOf(dataset, DCM_Manufacturer), "Orthanc VLM");
  EXPECT_EQ(ValueOf(dataset, DCM_ManufacturerModelName), "gemini-2.5-flash-001");
  EXPECT_EQ(ValueOf(dataset, DCM_SoftwareVersions), "0.1.0");
  DcmItem* equipment = nullptr;
  DcmItem* purpose = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequenceItem(DCM_ContributingEquipmentSequence, equipment).good());
  ASSERT_TRUE(
      equipment->findAndGetSequenceItem(DCM_PurposeOfReferenceCodeSequence, purpose).good());
  EXPECT_EQ(ValueOf(*purpose, DCM_CodeValue), "109102");
  EXPECT_EQ(ValueOf(*equipment, DCM_Manufacturer), "Orthanc VLM");
}

TEST(DerivedObject, IsOfTheMomentAtWhichTheAnalysisCompleted)
{
  const auto utc = CommonOfHead([](DcmDataset&) {});
  const auto india = CommonOfHead(
      [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_TimezoneOffsetFromUTC, "+0530"); });
  const auto newfoundland = CommonOfHead(
      [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_TimezoneOffsetFromUTC, "-0630"); });

  // 1795498680123 ms is 2026-11-24T05:38:00.123Z (GNU date).
  EXPECT_EQ(ValueOf(*utc->getDataset(), DCM_SeriesDate), "20261124");
  EXPECT_EQ(ValueOf(*utc->getDataset(), DCM_SeriesTime), "053800.123");
  EXPECT_FALSE(utc->getDataset()->tagExists(DCM_TimezoneOffsetFromUTC));
  EXPECT_EQ(ValueOf(*india->getDataset(), DCM_SeriesTime), "110800.123");
  EXPECT_EQ(ValueOf(*india->getDataset(), DCM_TimezoneOffsetFromUTC), "+0530");
  EXPECT_EQ(ValueOf(*newfoundland->getDataset(), DCM_InstanceCreationDate), "20261123");
  EXPECT_EQ(ValueOf(*newfoundland->getDataset(), DCM_InstanceCreationTime), "230800.123");
}

TEST(DerivedObject, SaysNothingOfAMomentThatTheReportDoesNotKnow)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 0);
  for (const char* text : {"", "Z", "yesterday", "2026-11-24T05:38:00", "2026-13-24T05:38:00Z",
                           "2026-11-24Z", "99999999999-11-24T05:38:00Z"})
  {
    fixture.report["Timing"]["CompletedAt"] = text;
    const DicomMoment moment = ContentMomentOf(fixture.Context(), *fixture.sources[0]);
    EXPECT_EQ(moment.date + moment.time, "") << text;
  }
}

TEST(DerivedObject, HasType2ElementsThatTheSourceLacks)
{
  const auto change = [](DcmDataset& dataset)
  {
    for (const DcmTagKey& tag :
         {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate,
          DCM_StudyTime, DCM_StudyID, DCM_AccessionNumber, DCM_ReferringPhysicianName})
    {
      dataset.findAndDeleteElement(tag);
    }
  };
  const auto file = CommonOfHead(change);
  for (const DcmTagKey& tag :
       {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate,
        DCM_StudyTime, DCM_StudyID, DCM_AccessionNumber, DCM_ReferringPhysicianName})
  {
    EXPECT_TRUE(file->getDataset()->tagExists(tag)) << tag;
    EXPECT_EQ(ValueOf(*file->getDataset(), tag), "") << tag;
  }
}

TEST(DerivedObject, CopiesNeitherPrivateNorTechnicalElements)
{
  const auto change = [](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DcmTag(0x0029, 0x0010, EVR_LO), "SOMEBODY");
    dataset.putAndInsertString(DcmTag(0x0029, 0x1010, EVR_LO), "private");
  };
  const auto file = CommonOfHead(change);
  EXPECT_FALSE(file->getDataset()->tagExists(DcmTagKey(0x0029, 0x1010)));
  EXPECT_FALSE(file->getDataset()->tagExists(DCM_PixelSpacing));
}

// Orthanc would take a shortened PatientID for another patient.
TEST(DerivedObject, KeepsThePatientIdThatTheArchiveKnows)
{
  const std::string longId(80, '7');
  const auto change = [&](DcmDataset& dataset)
  { dataset.putAndInsertString(DCM_PatientID, longId.c_str()); };

  EXPECT_EQ(ValueOf(*CommonOfHead(change, longId)->getDataset(), DCM_PatientID), longId);
  EXPECT_EQ(ValueOf(*CommonOfHead(change, "other")->getDataset(), DCM_PatientID), "other");
  const std::string invisible = "7\xE2\x80\x8F";  // a right-to-left mark
  EXPECT_EQ(ValueOf(*CommonOfHead(change, invisible)->getDataset(), DCM_PatientID), invisible);
  EXPECT_EQ(ValueOf(*CommonOfHead(change, "a\tb\x1f")->getDataset(), DCM_PatientID), "ab");
  EXPECT_EQ(CountCharacters(ValueOf(*CommonOfHead(change)->getDataset(), DCM_PatientID)), 64U);
}

TEST(DerivedObjectElements, FitTheirVr)
{
  DcmDataset dataset;
  const auto put = [&dataset](const DcmTagKey& tag, const std::string& text)
  {
    PutText(dataset, tag, text);
    return ValueOf(dataset, tag);
  };
  EXPECT_EQ(put(DCM_SeriesDescription,
                "a\\b\nc\x01"
                "d"),
            "a/b cd");
  EXPECT_EQ(CountCharacters(put(DCM_SeriesDescription, std::string(300, 'x'))), 64U);
  EXPECT_EQ(put(DCM_Modality, "肺"), "?");
  EXPECT_EQ(put(DCM_PatientName, "a^b^c^d^e^f=g=h=i"), "a^b^c^d^e f=g=h");
  EXPECT_EQ(put(DCM_DerivationDescription, "one\ntwo\\three"), "one\r\ntwo\\three");
  EXPECT_EQ(CountCharacters(put(DCM_DerivationDescription, std::string(5000, '\n') + "x")), 1U);
  EXPECT_EQ(put(DCM_SeriesDescription, "\xFF\xFE"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(DerivedObjectElements, PutLongCodesWhereTheyBelong)
{
  DcmDataset dataset;
  PutCode(dataset, DCM_ConceptNameCodeSequence, "123456789012345678", "SCT", "Something");
  DcmItem* code = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequenceItem(DCM_ConceptNameCodeSequence, code).good());
  EXPECT_EQ(ValueOf(*code, DCM_LongCodeValue), "123456789012345678");
  EXPECT_FALSE(code->tagExists(DCM_CodeValue));
}

TEST(DerivedObjectElements, ReferToFramesOfMultiFrameImagesAlone)
{
  const Result<SourceImage> single = ReadSourceImage(SampleFile("us-busi-10080"));
  const Result<SourceImage> loop = ReadSourceImage(UltrasoundLoop(2));
  ASSERT_TRUE(single.HasValue() && loop.HasValue());
  DcmItem one;
  DcmItem other;
  WriteImageReference(single.Value(), 0, one);
  WriteImageReference(loop.Value(), 1, other);

  EXPECT_FALSE(one.tagExists(DCM_ReferencedFrameNumber));
  EXPECT_EQ(ValueOf(other, DCM_ReferencedFrameNumber), "2");
}

TEST(ModelWords, AreTheModelsOwnWhereThereAreAny)
{
  Json::Value report;
  EXPECT_EQ(ModelWordsOf(report), "unknown");
  report["Model"]["Name"] = "gemini";
  EXPECT_EQ(ModelWordsOf(report), "gemini");
  report["Model"]["Requested"] = "gemini-2.5-flash";
  EXPECT_EQ(ModelWordsOf(report), "gemini-2.5-flash");
}

// dicom3tools counts bytes, so that no character of the end may take more than one.
TEST(SeriesDescription, IsCutToWhatItsElementHolds)
{
  Json::Value report;
  report["Model"]["Served"] = std::string(100, 'm');
  DcmItem item;
  PutText(item, DCM_SeriesDescription, SeriesDescriptionOf(report));
  const std::string text = ValueOf(item, DCM_SeriesDescription);
  EXPECT_EQ(text.size(), 64U);
  EXPECT_EQ(text.substr(text.size() - 4), "m...");
}

}  // namespace
}  // namespace vlm
