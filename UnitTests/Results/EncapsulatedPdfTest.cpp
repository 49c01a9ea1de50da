// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/EncapsulatedPdf.h"

#include <gtest/gtest.h>

#include "Results/ResultFixture.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

const std::string Pdf = "%PDF-1.4 odd";  // 12 bytes

std::unique_ptr<DcmFileFormat> DocumentOf(const ResultFixture& fixture, const std::string& pdf)
{
  const auto document = EncapsulatedPdfOf(fixture.Context(), pdf);
  EXPECT_TRUE(document.HasValue());
  const std::string dicom = document.HasValue() ? document.Value().dicom : "";
  Keep("pdf", dicom);
  return Parsed(dicom);
}

TEST(EncapsulatedPdf, HoldsTheWholeFile)
{
  const ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  const auto file = DocumentOf(fixture, Pdf + "!");
  DcmDataset& dataset = *file->getDataset();

  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  Uint32 length = 0;
  ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_EncapsulatedDocument, bytes, &count).good());
  ASSERT_TRUE(dataset.findAndGetUint32(DCM_EncapsulatedDocumentLength, length).good());
  EXPECT_EQ(length, 13U);  // without padding
  ASSERT_EQ(count, 14U);   // padded to an even length
  EXPECT_EQ(std::string(bytes, bytes + length), Pdf + "!");
  EXPECT_EQ(bytes[13], 0);
}

TEST(EncapsulatedPdf, SaysWhatItIs)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  const auto file = DocumentOf(FixtureOf({ct, SampleFile("ct-head-phantom-08"), ct}, 1), Pdf);
  DcmDataset& dataset = *file->getDataset();

  EXPECT_EQ(ValueOf(dataset, DCM_SOPClassUID), "1.2.840.10008.5.1.4.1.1.104.1");
  EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID),
            ResultUid("8ba7b812-9dad-11d1-80b4-00c04fd430c8", "pdf"));
  EXPECT_EQ(ValueOf(dataset, DCM_Modality), "DOC");
  EXPECT_EQ(ValueOf(dataset, DCM_MIMETypeOfEncapsulatedDocument), "application/pdf");
  EXPECT_EQ(ValueOf(dataset, DCM_BurnedInAnnotation), "YES");
  EXPECT_EQ(ValueOf(dataset, DCM_DocumentTitle), "AI image analysis report");
  DcmItem* code = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequenceItem(DCM_ConceptNameCodeSequence, code).good());
  EXPECT_EQ(ValueOf(*code, DCM_CodeValue), "18748-4");
  DcmSequenceOfItems* sources = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequence(DCM_SourceInstanceSequence, sources).good());
  EXPECT_EQ(sources->card(), 2U);
}

TEST(EncapsulatedPdf, IsTitledInTheReportsLanguage)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.report["Narrative"]["Language"] = "zh";
  const auto file = DocumentOf(fixture, Pdf);
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_DocumentTitle), "人工智能影像分析报告");
}

TEST(EncapsulatedPdf, NeedsAnImageOfTheStudy)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.sources[0].reset();
  const auto document = EncapsulatedPdfOf(fixture.Context(), Pdf);
  ASSERT_FALSE(document.HasValue());
  EXPECT_EQ(document.Failure().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace vlm
