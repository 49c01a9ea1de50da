// SPDX-License-Identifier: GPL-3.0-or-later
// Objects of real DICOM files, with drawn pictures.
#include <gmock/gmock.h>

#include "Pipeline/ResultMakingFixture.h"
#include "Pixels/DicomValues.h"
#include "Results/ResultUid.h"
#include "Results/SecondaryCapture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(ResultMakingTest, MakesWhatIsAskedFor)
{
  EXPECT_THAT(Made().objects, IsEmpty());
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  settings.encapsulatedPdf = true;
  settings.presentationState = true;
  const auto made = Made();
  EXPECT_THAT(made.remarks, IsEmpty());
  const auto kinds = Kinds(made);
  EXPECT_EQ(kinds.at(ResultKind::StructuredReport), 1);
  EXPECT_EQ(kinds.at(ResultKind::SecondaryCapture), static_cast<int>(CapturesOf(report).size()));
  EXPECT_EQ(kinds.at(ResultKind::EncapsulatedPdf), 1);
  EXPECT_GE(kinds.at(ResultKind::PresentationState), 1);
  for (const auto& object : made.objects)
  {
    const auto file = Parsed(object.dicom);
    EXPECT_EQ(ValueOf(*file->getDataset(), DCM_SOPInstanceUID), object.sopInstanceUid);
    EXPECT_EQ(ValueOf(*file->getDataset(), DCM_StudyInstanceUID),
              report["StudyInstanceUID"].asString());
  }
}

TEST_F(ResultMakingTest, MakesTheSameEachTime)
{
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  settings.presentationState = true;
  const auto first = Made();
  const auto second = Made();
  ASSERT_EQ(first.objects.size(), second.objects.size());
  for (std::size_t i = 0; i < first.objects.size(); ++i)
  {
    EXPECT_EQ(first.objects[i].sopInstanceUid, second.objects[i].sopInstanceUid);
    EXPECT_TRUE(first.objects[i].dicom == second.objects[i].dicom) << i;
  }
}

TEST_F(ResultMakingTest, MakesTheReportAloneWhereNoModelJudged)
{
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  settings.presentationState = true;
  settings.parametricMap = true;
  report["Status"] = "Abstained";
  report["Reason"] = "A name is burned in.";
  report["Findings"] = Json::arrayValue;
  const auto made = Made();
  ASSERT_THAT(made.objects, SizeIs(1));
  EXPECT_EQ(made.objects[0].kind, ResultKind::StructuredReport);
}

TEST_F(ResultMakingTest, ReadsEachInstanceOnce)
{
  settings.structuredReport = true;
  report["Images"][1] = report["Images"][0];
  int reads = 0;
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    reads += call.compare(0, 9, "DicomFile") == 0 ? 1 : 0;
    return {};
  };
  Made();
  EXPECT_EQ(reads, 1);
}

TEST_F(ResultMakingTest, GoesOnWithTheImagesThatAreThere)
{
  settings.structuredReport = true;
  results.files.erase("instance-0");
  EXPECT_THAT(Made().objects, SizeIs(1));
  results.files["instance-0"] = "this is no DICOM file";
  const auto made = Made();
  EXPECT_THAT(made.objects, SizeIs(1));
  EXPECT_THAT(made.remarks, ElementsAre(HasSubstr("instance-0")));
}

TEST_F(ResultMakingTest, FindsNothingWhereAllImagesAreGone)
{
  settings.structuredReport = true;
  results.files.clear();
  const auto made = Make();
  ASSERT_FALSE(made.HasValue());
  EXPECT_EQ(made.Failure().kind, ErrorKind::NotFound);

  results.files = {{"instance-0", "nonsense"}, {"instance-1", ""}};
  const auto unreadable = Make();
  ASSERT_FALSE(unreadable.HasValue());
  EXPECT_EQ(unreadable.Failure().kind, ErrorKind::CorruptDicom);
}

TEST_F(ResultMakingTest, RefusesAReportWithoutEnd)
{
  settings.structuredReport = true;
  report["Images"].resize(10001);
  const auto made = Make();
  ASSERT_FALSE(made.HasValue());
  EXPECT_THAT(made.Failure().message, HasSubstr("10001"));
}

TEST_F(ResultMakingTest, OutlivesReportsOfAnyShape)
{
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  settings.encapsulatedPdf = true;
  settings.presentationState = true;
  settings.parametricMap = true;
  const Json::Value whole = report;
  for (const char* name : {"AnalysisId", "Status", "Images", "Findings"})
  {
    for (const Json::Value& value : {Json::Value(), Json::Value("text"), Json::Value(-1e300),
                                     Json::Value(Json::arrayValue), Json::Value(true)})
    {
      report = whole;
      report[name] = value;
      const auto made = Make();
      EXPECT_TRUE(made.HasValue() || !made.Failure().message.empty()) << name;
    }
  }
}

TEST_F(ResultMakingTest, LeavesOutWhatCannotBeDrawnAndSaysSo)
{
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  images.loadErrors["instance-1"] = Error{ErrorKind::UndecodablePixels, "It is JPEG 2000."};
  const auto made = Made();
  EXPECT_EQ(Kinds(made)[ResultKind::StructuredReport], 1);
  EXPECT_GE(Kinds(made)[ResultKind::SecondaryCapture], 1);
  EXPECT_THAT(made.remarks.at(0), HasSubstr("It is JPEG 2000."));
}

TEST_F(ResultMakingTest, FailsWhereNothingAtAllCanBeMade)
{
  settings.secondaryCapture = true;
  for (const char* instance : {"instance-0", "instance-1"})
  {
    images.loadErrors[instance] = Error{ErrorKind::UndecodablePixels, "It is JPEG 2000."};
  }
  const auto made = Make();
  ASSERT_FALSE(made.HasValue());
  EXPECT_EQ(made.Failure().kind, ErrorKind::UndecodablePixels);
}

TEST_F(ResultMakingTest, LeavesNothingOutForTroubleThatPasses)
{
  settings.structuredReport = true;
  settings.secondaryCapture = true;
  images.loadErrors["instance-1"] = Error{ErrorKind::StorageFailed, "Orthanc is busy."};
  const auto made = Make();
  ASSERT_FALSE(made.HasValue());
  EXPECT_EQ(made.Failure().kind, ErrorKind::StorageFailed);
}

TEST_F(ResultMakingTest, PassesOnWhatTheArchiveRefuses)
{
  settings.structuredReport = true;
  settings.encapsulatedPdf = true;
  for (const std::string refused : {"DicomFile", "PatientOf"})
  {
    results.beforeCall = [&](const std::string& call) -> Result<void>
    {
      return call.compare(0, refused.size(), refused) == 0
                 ? Result<void>(Error{ErrorKind::StorageFailed, "Orthanc is busy."})
                 : Result<void>();
    };
    const auto made = Make();
    ASSERT_FALSE(made.HasValue());
    EXPECT_EQ(made.Failure().kind, ErrorKind::StorageFailed);
  }
}

TEST_F(ResultMakingTest, DrawsNoPictureTooLarge)
{
  settings.secondaryCapture = true;
  images.side = 3000;
  const auto longerSides = [&]
  {
    std::vector<double> sides;
    for (const auto& object : Made().objects)
    {
      const auto file = Parsed(object.dicom);
      DcmDataset& dataset = *file->getDataset();
      sides.push_back(std::max(NumberOf(dataset, DCM_Rows).value_or(0),
                               NumberOf(dataset, DCM_Columns).value_or(0)));
    }
    return sides;
  };
  for (Json::Value& image : report["Images"])
  {
    image["Rows"] = 3000;
    image["Columns"] = 3000;
  }
  EXPECT_THAT(longerSides(), ::testing::Each(LargestCapturePx));
  for (Json::Value& image : report["Images"])
  {
    image["Rows"] = 7;  // somebody edited it
    image["PixelSpacingMm"] = Json::nullValue;
  }
  EXPECT_THAT(longerSides(), ::testing::Each(LargestCapturePx));
}

TEST_F(ResultMakingTest, MakesNoMorePicturesThanMemoryHolds)
{
  settings.secondaryCapture = true;
  const auto all = Made().objects;
  ASSERT_GE(all.size(), 3u);
  mostCaptureBytes = all[0].dicom.size() + all[1].dicom.size();
  const auto made = Made();
  EXPECT_THAT(made.objects, SizeIs(2));
  EXPECT_THAT(made.remarks, ElementsAre(HasSubstr(std::to_string(all.size() - 2) + " of " +
                                                  std::to_string(all.size()) + " pictures")));
}

TEST_F(ResultMakingTest, NamesPredecessorsInTheReport)
{
  settings.structuredReport = true;
  predecessors = {{report["StudyInstanceUID"].asString(), "1.2.3.7", "1.2.3.7.1"}};
  const auto made = Made();
  ASSERT_THAT(made.objects, SizeIs(1));
  EXPECT_THAT(made.objects[0].dicom, HasSubstr("1.2.3.7.1"));
}

TEST_F(ResultMakingTest, TellsTheOrganizationOfWhoeverSigned)
{
  settings.structuredReport = true;
  settings.reviewOrganization = "Town Hospital";
  report["Review"]["Revision"] = 2;
  report["Review"]["SignedOff"] = true;
  report["Review"]["Name"] = "Li^Na";
  const auto made = Made();
  ASSERT_EQ(made.objects.size(), 1U);
  EXPECT_EQ(made.objects[0].sopInstanceUid,
            ResultUid(report["AnalysisId"].asString(), "sr-review-2"));
  const auto file = Parsed(made.objects[0].dicom);
  DcmItem* verifier = nullptr;
  ASSERT_TRUE(
      file->getDataset()->findAndGetSequenceItem(DCM_VerifyingObserverSequence, verifier).good());
  EXPECT_EQ(ValueOf(*verifier, DCM_VerifyingOrganization), "Town Hospital");
}

}  // namespace
}  // namespace vlm
