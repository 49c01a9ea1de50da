// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: DCMTK's reader of SR documents, which enforces the constraints of the IOD, and the tables
// of PS3.16. Other tools judge the files that Keep() leaves (UnitTests/Integration).
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gtest/gtest.h>

#include "Pixels/DicomValues.h"
#include "Results/ResultFixture.h"
#include "Results/ResultUid.h"
#include "Results/StructuredReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{
namespace
{

// An SR of a report, parsed. Fails the test if there is none or DCMTK's reader refuses it.
std::unique_ptr<DcmFileFormat> Made(const ResultContext& context, const std::string& name)
{
  const auto made = StructuredReportOf(context);
  EXPECT_TRUE(made.HasValue()) << (made.HasValue() ? "" : made.Failure().message);
  auto file = Parsed(made.HasValue() ? made.Value().dicom : "");
  DSRDocument document;
  EXPECT_TRUE(document.read(*file->getDataset()).good()) << name;
  Keep("sr-" + name, made.HasValue() ? made.Value().dicom : "");
  return file;
}

std::vector<ContentItem> GroupsOf(DcmFileFormat& file)
{
  const ContentItems measurements(ContentItems(*file.getDataset()).Find(sr::Measurements));
  return {measurements.begin(), measurements.end()};
}

ContentItems EvaluationsOf(DcmFileFormat& file)
{
  return ContentItems(ContentItems(*file.getDataset()).Find(sr::Evaluations));
}

std::string TemplateOf(const ContentItem& item)
{
  DcmItem* identification = FirstItemOf(item.Item(), DCM_ContentTemplateSequence);
  return identification == nullptr ? "" : ValueOf(*identification, DCM_TemplateIdentifier);
}

std::vector<std::string> Series()
{
  return {SampleFile("ct-head-phantom-05"), SampleFile("ct-head-phantom-06"),
          SampleFile("ct-head-phantom-07")};
}

void Name(DcmDataset& dataset, const char* characterSet, const char* name)
{
  dataset.putAndInsertString(DCM_SpecificCharacterSet, characterSet);
  dataset.putAndInsertString(DCM_PatientName, name);
}

}  // namespace

TEST(StructuredReport, JoinsTheStudyAsItsOwnUnverifiedDocument)
{
  const ResultFixture fixture = FixtureOf(Series(), 1);
  const auto file = Made(fixture.Context(), "ct-1");
  DcmDataset& dataset = *file->getDataset();
  const std::string analysis = fixture.report["AnalysisId"].asString();
  EXPECT_EQ(ValueOf(dataset, DCM_SOPClassUID), "1.2.840.10008.5.1.4.1.1.88.34");
  EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID), ResultUid(analysis, "sr"));
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesInstanceUID), ResultUid(analysis, "sr-series"));
  EXPECT_EQ(ValueOf(dataset, DCM_StudyInstanceUID), fixture.sources[0]->studyInstanceUid);
  EXPECT_EQ(ValueOf(dataset, DCM_Modality), "SR");
  EXPECT_EQ(ValueOf(dataset, DCM_VerificationFlag), "UNVERIFIED");
  EXPECT_EQ(ValueOf(dataset, DCM_PreliminaryFlag), "PRELIMINARY");
  EXPECT_EQ(ValueOf(dataset, DCM_CompletionFlag), "COMPLETE");
  EXPECT_EQ(ValueOf(dataset, DCM_ContentDate), "20261124");
  EXPECT_TRUE(dataset.tagExists(DCM_PerformedProcedureCodeSequence));
  EXPECT_TRUE(dataset.tagExists(DCM_ReferencedPerformedProcedureStepSequence));
}

TEST(StructuredReport, IsTheSameForTheSameReport)
{
  const ResultFixture fixture = FixtureOf(Series(), 3);
  EXPECT_EQ(StructuredReportOf(fixture.Context()).Value().dicom,
            StructuredReportOf(fixture.Context()).Value().dicom);
}

TEST(StructuredReport, HasAPlanarGroupAndARectangleForALocatedFinding)
{
  const ResultFixture fixture = FixtureOf(Series(), 1);
  const auto file = Made(fixture.Context(), "ct-1");
  const auto groups = GroupsOf(*file);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(TemplateOf(groups[0]), "1410");
  const ContentItems all(&groups[0]);
  const ContentItems alone(&groups[1]);
  EXPECT_EQ(all.TextOf(sr::TrackingIdentifier), "Finding 1: Mass");
  EXPECT_EQ(all.Find(sr::TrackingUid)->Uid(),
            UidOfUuid(fixture.report["Findings"][0]["Id"].asString()));
  EXPECT_EQ(alone.Find(sr::TrackingUid)->Uid(), all.Find(sr::TrackingUid)->Uid());
  EXPECT_EQ(all.NumberIn(sr::LongAxis, sr::Millimetre), 18.0);
  EXPECT_EQ(all.Find(sr::MeanInside)->Unit().value, "[hnsf'U]");
  EXPECT_EQ(alone.Find(sr::LongAxis), nullptr);
  // Box 40, 50, 20 x 16 around pixel centres: its long axis is level, at row 58 + 0.5.
  const auto region = all.Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(region.has_value());
  EXPECT_EQ(region->shape, ImageRegion::Shape::Ellipse);
  const std::vector<std::array<double, 2>> ends = {
      {40.5, 58.5}, {60.5, 58.5}, {50.5, 50.5}, {50.5, 66.5}};
  EXPECT_EQ(region->points, ends);
  const auto rectangle = alone.Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(rectangle.has_value());
  const std::vector<std::array<double, 2>> corners = {
      {40.5, 50.5}, {60.5, 50.5}, {60.5, 66.5}, {40.5, 66.5}, {40.5, 50.5}};
  EXPECT_EQ(rectangle->points, corners);
}

TEST(StructuredReport, DrawsAnOutlineAsAClosedLine)
{
  const ResultFixture fixture = FixtureOf(Series(), 2);
  const auto file = Made(fixture.Context(), "ct-2");
  const auto groups = GroupsOf(*file);
  ASSERT_EQ(groups.size(), 4U);
  const auto region = ContentItems(&groups[2]).Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(region.has_value());
  EXPECT_EQ(region->shape, ImageRegion::Shape::Polyline);
  EXPECT_EQ(region->points.size(), 25U);
  EXPECT_EQ(region->points.front(), region->points.back());
}

TEST(StructuredReport, TellsAFindingWithoutAPlaceOfItsImage)
{
  const ResultFixture fixture = FixtureOf(Series(), 3);
  const auto file = Made(fixture.Context(), "ct-3");
  const auto groups = GroupsOf(*file);
  ASSERT_EQ(groups.size(), 5U);
  const ContentItems group(&groups[4]);
  EXPECT_EQ(TemplateOf(groups[4]), "1501");
  EXPECT_EQ(group.Find(sr::ImageRegion), nullptr);
  EXPECT_EQ(group.Find(sr::SourceOfMeasurement)->Image()->sopInstanceUid,
            fixture.sources[2]->sopInstanceUid);
}

TEST(StructuredReport, ListsEveryImageInLibraryAndEvidence)
{
  const ResultFixture fixture = FixtureOf(Series(), 0);
  const auto file = Made(fixture.Context(), "ct-0");
  DcmItem& study = *ItemsOf(*file->getDataset(), DCM_CurrentRequestedProcedureEvidenceSequence)[0];
  DcmItem& series = *ItemsOf(study, DCM_ReferencedSeriesSequence)[0];
  EXPECT_EQ(ItemsOf(series, DCM_ReferencedSOPSequence).size(), 3U);
  const ContentItems library(ContentItems(*file->getDataset()).Find(sr::ImageLibrary));
  const ContentItems images(library.Find(sr::LibraryGroup));
  EXPECT_EQ(std::distance(images.begin(), images.end()), 3);
  EXPECT_EQ(ContentItems(&*images.begin()).NumberOf(sr::Rows),
            fixture.report["Images"][0]["Rows"].asDouble());
}

TEST(StructuredReport, SaysThatThereIsNoFinding)
{
  const auto file = Made(FixtureOf(Series(), 0).Context(), "ct-0");
  const auto groups = GroupsOf(*file);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(ContentItems(&groups[0]).Find(sr::Assessment)->Code().value, "111286");
}

TEST(StructuredReport, IsPartialWithoutGroupsWhereNoModelJudged)
{
  ResultFixture fixture = FixtureOf(Series(), 1);
  fixture.report["Status"] = "Abstained";
  fixture.report["Reason"] = "The picture shows burned-in text.";
  const auto file = Made(fixture.Context(), "ct-abstained");
  DcmDataset& dataset = *file->getDataset();
  EXPECT_EQ(ValueOf(dataset, DCM_CompletionFlag), "PARTIAL");
  EXPECT_EQ(ValueOf(dataset, DCM_CompletionFlagDescription), "The picture shows burned-in text.");
  EXPECT_TRUE(GroupsOf(*file).empty());
}

TEST(StructuredReport, IsPartialIfSomeImagesWereNotLookedAt)
{
  ResultFixture fixture = FixtureOf(Series(), 1);
  fixture.report["Images"][2]["Examined"] = false;
  fixture.report["Images"][2]["Reason"] = "The budget was spent.";
  const auto file = Made(fixture.Context(), "ct-unexamined");
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_CompletionFlag), "PARTIAL");
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_CompletionFlagDescription),
            "No model looked at 1 of 3 images");
}

TEST(StructuredReport, CountsRejectedFindingsInsteadOfReportingThem)
{
  ResultFixture fixture = FixtureOf(Series(), 2);
  fixture.report["Findings"][0]["Verification"]["Status"] = "Rejected";
  const auto file = Made(fixture.Context(), "ct-rejected");
  EXPECT_EQ(GroupsOf(*file).size(), 2U);
  EXPECT_EQ(EvaluationsOf(*file).TextOf(sr::Rejected), "Rejected by verification (1): Mass");
}

TEST(StructuredReport, NamesThePredecessor)
{
  const ResultFixture fixture = FixtureOf(Series(), 1);
  ResultContext context = fixture.Context();
  context.predecessors = {{fixture.sources[0]->studyInstanceUid, "1.2.3.4", "1.2.3.5"}};
  const auto file = Made(context, "ct-successor");
  DcmItem& study = *ItemsOf(*file->getDataset(), DCM_PredecessorDocumentsSequence)[0];
  DcmItem& series = *ItemsOf(study, DCM_ReferencedSeriesSequence)[0];
  EXPECT_EQ(ValueOf(series, DCM_SeriesInstanceUID), "1.2.3.4");
}

TEST(StructuredReport, RefersToTheFrameOfALoop)
{
  ResultFixture fixture = FixtureOf({UltrasoundLoop(5)}, 2);
  fixture.report["Images"][0]["Frame"] = 3;
  const auto file = Made(fixture.Context(), "us-loop");
  const auto groups = GroupsOf(*file);
  ASSERT_FALSE(groups.empty());
  const ContentItems group(&groups[0]);
  const ContentItems region(group.Find(sr::ImageRegion));
  DcmItem& reference = *ItemsOf(region.begin()->Item(), DCM_ReferencedSOPSequence)[0];
  EXPECT_EQ(ValueOf(reference, DCM_ReferencedFrameNumber), "4");
}

TEST(StructuredReport, IsMadeOfEveryModality)
{
  for (const char* name : {"mr-brisc25-1256", "mg-breast-phantom", "dx-chest-phantom"})
  {
    Made(FixtureOf({SampleFile(name)}, 3).Context(), name);
  }
  const auto colour = [](DcmDataset& dataset)
  {
    const Uint8* grey = nullptr;
    unsigned long count = 0;
    ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_PixelData, grey, &count).good());
    std::vector<Uint8> rgb;
    for (unsigned long i = 0; i < count; ++i)
    {
      rgb.insert(rgb.end(), 3, grey[i]);
    }
    dataset.putAndInsertUint16(DCM_SamplesPerPixel, 3);
    dataset.putAndInsertUint16(DCM_PlanarConfiguration, 0);
    dataset.putAndInsertString(DCM_PhotometricInterpretation, "RGB");
    dataset.putAndInsertUint8Array(DCM_PixelData, rgb.data(), rgb.size());
  };
  const std::string rgb = Changed(SampleFile("us-busi-10080"), colour);
  Keep("source-us-rgb", rgb);
  Made(FixtureOf({rgb}, 3).Context(), "us-rgb");
  Keep("source-us-loop", UltrasoundLoop(5));
}

TEST(StructuredReport, KeepsNamesOfOtherScripts)
{
  // "Wang^Xiaodong=王^小东" in GB18030, "Hong^Gildong=洪^吉洞=홍^길동" in ISO 2022 IR 149 (PS3.5
  // I.2).
  const std::string chinese =
      Changed(SampleFile("ct-head-phantom-07"), [](DcmDataset& dataset)
              { Name(dataset, "GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB"); });
  const std::string korean =
      Changed(SampleFile("mg-breast-phantom"),
              [](DcmDataset& dataset)
              {
                Name(dataset, "\\ISO 2022 IR 149",
                     "Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)"
                     "C\xB1\xE6\xB5\xBF");
              });
  Keep("source-chinese", chinese);
  Keep("source-korean", korean);
  EXPECT_EQ(
      ValueOf(*Made(FixtureOf({chinese}, 1).Context(), "chinese")->getDataset(), DCM_PatientName),
      "Wang^XiaoDong=王^小东");
  EXPECT_EQ(
      ValueOf(*Made(FixtureOf({korean}, 1).Context(), "korean")->getDataset(), DCM_PatientName),
      "Hong^Gildong=洪^吉洞=홍^길동");
}

TEST(StructuredReport, HoldsFiftyFindings)
{
  const auto file = Made(FixtureOf(Series(), 50).Context(), "ct-50");
  EXPECT_EQ(GroupsOf(*file).size(), 17U * 2U + 17U * 2U + 16U);
}

TEST(StructuredReport, IsNotMadeOfWhatIsNoReport)
{
  const ResultFixture fixture = FixtureOf(Series(), 1);
  const auto failureOf = [&fixture](const char* key, const Json::Value& value)
  {
    ResultFixture broken = fixture;
    broken.report[key] = value;
    const auto made = StructuredReportOf(broken.Context());
    return made.HasValue() ? std::string() : made.Failure().message;
  };
  EXPECT_EQ(failureOf("SchemaVersion", 2), "The report is not of schema version 1.");
  EXPECT_EQ(failureOf("AnalysisId", "x"), "The report's AnalysisId is \"x\"; it must be a UUID.");
  EXPECT_NE(failureOf("Status", "Failed"), "");
  ResultFixture gone = fixture;
  gone.sources.assign(3, std::nullopt);
  const auto made = StructuredReportOf(gone.Context());
  ASSERT_FALSE(made.HasValue());
  EXPECT_EQ(made.Failure().kind, ErrorKind::NotFound);
}

}  // namespace vlm
