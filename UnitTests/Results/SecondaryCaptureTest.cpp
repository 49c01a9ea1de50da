// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SecondaryCapture.h"

#include <gtest/gtest.h>

#include "Results/ResultFixture.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

const cv::Mat Picture(3, 5, CV_8UC3, cv::Scalar(10, 20, 30));

std::unique_ptr<DcmFileFormat> CaptureOf(const std::string& dicomFile, const char* name)
{
  const ResultFixture fixture = FixtureOf({dicomFile}, 1);
  const auto capture = SecondaryCaptureOf(fixture.Context(), {0, Layer::Heatmap}, Picture, 2);
  EXPECT_TRUE(capture.HasValue()) << (capture.HasValue() ? "" : capture.Failure().message);
  const std::string dicom = capture.HasValue() ? capture.Value().dicom : "";
  Keep(name, dicom);
  return Parsed(dicom);
}

// What the captures of a report are, as "0 annotated 0 heatmap".
std::string WishesOf(const Json::Value& report)
{
  std::string text;
  for (const CaptureWish& wish : CapturesOf(report))
  {
    text += (text.empty() ? "" : " ") + std::to_string(wish.image) + " " +
            LayerNames().at(static_cast<std::size_t>(wish.layer));
  }
  return text;
}

TEST(Captures, AreOfEachImageWithALocatedFinding)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  // Of findings 0, 1, 2 the last has no location.
  EXPECT_EQ(WishesOf(FixtureOf({ct, ct, ct}, 3).report),
            "0 annotated 0 heatmap 1 annotated 1 heatmap");
}

TEST(Captures, ShowTheFirstExaminedImageWhereNothingIsLocated)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  Json::Value report = FixtureOf({ct, ct}, 0).report;
  EXPECT_EQ(WishesOf(report), "0 annotated");
  report["Images"][0]["Examined"] = false;
  EXPECT_EQ(WishesOf(report), "1 annotated");
  report["Images"][1]["Examined"] = false;
  EXPECT_EQ(WishesOf(report), "");
}

TEST(Captures, AreNoneOfAnAbstainedReportOrOfNone)
{
  Json::Value report = FixtureOf({SampleFile("ct-head-phantom-07")}, 1).report;
  report["Findings"][0]["Verification"]["Status"] = "Rejected";
  EXPECT_EQ(WishesOf(report), "0 annotated");
  report["Status"] = "Abstained";
  EXPECT_EQ(WishesOf(report), "");
  EXPECT_EQ(WishesOf(Json::Value("no report")), "");
}

TEST(SecondaryCapture, IsTheDrawnPicture)
{
  const auto file = CaptureOf(SampleFile("ct-head-phantom-07"), "sc-ct");
  DcmDataset& dataset = *file->getDataset();

  EXPECT_EQ(ValueOf(dataset, DCM_SOPClassUID), "1.2.840.10008.5.1.4.1.1.7");
  EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID),
            ResultUid("8ba7b812-9dad-11d1-80b4-00c04fd430c8", "sc-0-heatmap"));
  EXPECT_EQ(ValueOf(dataset, DCM_Rows), "3");
  EXPECT_EQ(ValueOf(dataset, DCM_Columns), "5");
  EXPECT_EQ(ValueOf(dataset, DCM_PhotometricInterpretation), "RGB");
  EXPECT_EQ(ValueOf(dataset, DCM_InstanceNumber), "2");
  const Uint8* pixels = nullptr;
  unsigned long count = 0;
  ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_PixelData, pixels, &count).good());
  ASSERT_EQ(count, 46U);  // 3 x 5 x 3, padded to an even length
  EXPECT_EQ(pixels[0], 30);
  EXPECT_EQ(pixels[1], 20);
  EXPECT_EQ(pixels[2], 10);
}

TEST(SecondaryCapture, SaysThatItIsDerivedAndFromWhat)
{
  const auto file = CaptureOf(UltrasoundLoop(2), "sc-us-loop");
  DcmDataset& dataset = *file->getDataset();

  EXPECT_EQ(ValueOf(dataset, DCM_ImageType), "DERIVED\\SECONDARY");
  EXPECT_EQ(ValueOf(dataset, DCM_ConversionType), "WSD");
  EXPECT_EQ(ValueOf(dataset, DCM_Modality), "US");
  EXPECT_NE(ValueOf(dataset, DCM_DerivationDescription).find("heatmap"), std::string::npos);
  EXPECT_NE(ValueOf(dataset, DCM_DerivationDescription).find("unverified"), std::string::npos);
  DcmItem* source = nullptr;
  DcmItem* purpose = nullptr;
  ASSERT_TRUE(dataset.findAndGetSequenceItem(DCM_SourceImageSequence, source).good());
  ASSERT_TRUE(source->findAndGetSequenceItem(DCM_PurposeOfReferenceCodeSequence, purpose).good());
  EXPECT_EQ(ValueOf(*source, DCM_ReferencedSOPInstanceUID),
            "2.25.775122128029850563822333738132680174");
  EXPECT_EQ(ValueOf(*source, DCM_ReferencedFrameNumber), "1");
  EXPECT_EQ(ValueOf(*purpose, DCM_CodeValue), "121322");
}

TEST(SecondaryCapture, HasTheBurnedInAnnotationsOfItsSource)
{
  const auto burnedIn = [](const char* stated)
  {
    const auto change = [stated](DcmDataset& dataset)
    { dataset.putAndInsertString(DCM_BurnedInAnnotation, stated); };
    const auto file = CaptureOf(Changed(SampleFile("mr-brisc25-1256"), change), "sc-mr");
    return file->getDataset()->tagExists(DCM_BurnedInAnnotation)
               ? ValueOf(*file->getDataset(), DCM_BurnedInAnnotation)
               : "absent";
  };
  EXPECT_EQ(burnedIn("YES"), "YES");
  EXPECT_EQ(burnedIn("NO"), "NO");
  EXPECT_EQ(burnedIn("MAYBE"), "absent");
}

TEST(SecondaryCapture, KeepsOrientationSideAndLossOfItsSource)
{
  const auto change = [](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DCM_PatientOrientation, "A\\F");
    dataset.putAndInsertString(DCM_ImageLaterality, "R");
    dataset.putAndInsertString(DCM_LossyImageCompression, "01");
    dataset.putAndInsertString(DCM_LossyImageCompressionRatio, "12.5");
  };
  const auto file = CaptureOf(Changed(SampleFile("mg-breast-phantom"), change), "sc-mg");
  DcmDataset& dataset = *file->getDataset();
  EXPECT_EQ(ValueOf(dataset, DCM_PatientOrientation), "A\\F");
  EXPECT_EQ(ValueOf(dataset, DCM_ImageLaterality), "R");
  EXPECT_FALSE(dataset.tagExists(DCM_Laterality));
  EXPECT_EQ(ValueOf(dataset, DCM_LossyImageCompression), "01");
  EXPECT_EQ(ValueOf(dataset, DCM_LossyImageCompressionRatio), "12.5");

  const auto odd = [](DcmDataset& other)
  {
    other.putAndInsertString(DCM_PatientOrientation, "A\\elsewhere");
    other.putAndInsertString(DCM_Modality, "not one");
  };
  const auto mended = CaptureOf(Changed(SampleFile("mg-breast-phantom"), odd), "sc-mg-odd");
  EXPECT_EQ(ValueOf(*mended->getDataset(), DCM_PatientOrientation), "");
}

TEST(SecondaryCapture, IsOfOtherModalityWhereTheSourceHasNone)
{
  const auto change = [](DcmDataset& dataset) { dataset.findAndDeleteElement(DCM_Modality); };
  const auto file = CaptureOf(Changed(SampleFile("dx-chest-phantom"), change), "sc-none");
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_Modality), "OT");
}

TEST(SecondaryCapture, RefusesWhatIsNotThere)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.sources[0].reset();
  const auto kindOf = [&fixture](int image, const cv::Mat& picture)
  {
    const auto capture =
        SecondaryCaptureOf(fixture.Context(), {image, Layer::Annotated}, picture, 1);
    return capture.HasValue() ? std::optional<ErrorKind>() : capture.Failure().kind;
  };
  EXPECT_EQ(kindOf(0, Picture), ErrorKind::NotFound);
  EXPECT_EQ(kindOf(7, Picture), ErrorKind::NotFound);
  EXPECT_EQ(kindOf(-1, Picture), ErrorKind::NotFound);
  fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  EXPECT_EQ(kindOf(0, cv::Mat()), ErrorKind::Internal);
  EXPECT_EQ(kindOf(0, cv::Mat(2, 2, CV_8UC1)), ErrorKind::Internal);
}

}  // namespace
}  // namespace vlm
