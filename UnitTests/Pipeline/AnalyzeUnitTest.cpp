// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalyzeUnit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryImageArchive.h"
#include "Fakes/ScriptedModel.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Around the disc of DrawnFrame: pixels 49.5 to 70.5 and 29.5 to 50.5 of 128, whose edges are at
// -0.5 and 127.5, in thousandths.
constexpr const char* DiscBox = R"("box_2d": [234.375, 390.625, 398.4375, 554.6875])";

std::string Finding(const std::string& label, int image, const std::string& more)
{
  return R"({"label": ")" + label + R"(", "image": )" + std::to_string(image) + ", " + more + "}";
}

std::string Reply(const std::string& findings)
{
  return R"({"findings": [)" + findings + R"(], "no_abnormality": false,
          "impression": "Look again."})";
}

class AnalyzeUnitTest : public ::testing::Test
{
protected:
  AnalyzeUnitTest()
  {
    record.id = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    record.order.level = ResourceLevel::Series;
    record.order.orthancId = "series";
    record.order.maxImages = 8;
    record.attempts = 1;
    record.queuedAt = clock.Now();
  }

  Result<AnalysisOutcome> Run(VisionModel& model)
  {
    return AnalyzeUnit(images, clock, BurnedInPolicy::Refuse)
        .Run(record, model, cancellation)
        .outcome;
  }
  AnalysisReport ReportOf(VisionModel& model)
  {
    auto outcome = Run(model);
    EXPECT_TRUE(outcome.HasValue()) << (outcome.HasValue() ? "" : outcome.Failure().message);
    return outcome.HasValue() ? std::move(outcome).Value().report : AnalysisReport();
  }
  ErrorKind FailureOf(VisionModel& model)
  {
    const auto outcome = Run(model);
    return outcome.HasValue() ? ErrorKind::Internal : outcome.Failure().kind;
  }

  FakeClock clock;
  MemoryImageArchive images;
  AnalysisRecord record;
  Cancellation cancellation;
};

TEST_F(AnalyzeUnitTest, CompletesWithWhatTheModelFound)
{
  images.AddSeries({"i0"});
  ScriptedModel model(Reply(Finding("mass", 0, std::string(R"("score": 0.8, )") + DiscBox)));
  const auto outcome = Run(model);
  ASSERT_TRUE(outcome.HasValue());
  EXPECT_EQ(outcome.Value().patientId, "PID-7");
  const auto& report = outcome.Value().report;
  EXPECT_EQ(report.status, ReportStatus::Completed);
  EXPECT_EQ(report.analysisId, record.id);
  EXPECT_EQ(report.level, "Series");
  EXPECT_EQ(report.studyInstanceUid, "1.2");
  EXPECT_EQ(report.seriesInstanceUid, "1.2.3");
  EXPECT_EQ(report.modality, "CT");
  EXPECT_EQ(report.model.name, "scripted");
  EXPECT_EQ(report.servedModel, "served-1");
  EXPECT_EQ(report.usage.inputTokens, 20);
  EXPECT_EQ(report.usage.bytesSent, 40);
  EXPECT_EQ(report.narrative.impression, "Look again.");
  EXPECT_EQ(report.timing.completedAt, clock.Now());
  ASSERT_THAT(report.findings, SizeIs(1));
  const auto& finding = report.findings[0];
  EXPECT_EQ(finding.finding.statement.label, "mass");
  ASSERT_TRUE(finding.finding.box);
  EXPECT_NEAR(finding.finding.box->CentreColumn(), DiscColumn, 2.0);
  EXPECT_NEAR(finding.finding.box->CentreRow(), DiscRow, 2.0);
  ASSERT_TRUE(finding.extent);
  EXPECT_NEAR(finding.weight, 0.4, 1e-9) << "0.8, halved: one reading alone is unverified";
}

TEST_F(AnalyzeUnitTest, CompletesWithoutFindingsWhereTheModelSawNone)
{
  images.AddSeries({"i0"});
  ScriptedModel model(R"({"findings": [], "no_abnormality": true})");
  const auto report = ReportOf(model);
  EXPECT_EQ(report.status, ReportStatus::Completed);
  EXPECT_TRUE(report.noAbnormality);
  EXPECT_THAT(report.findings, IsEmpty());
}

TEST_F(AnalyzeUnitTest, AbstainsWhereNoPictureCouldBeJudged)
{
  images.AddSeries({"i0"});
  ScriptedModel model(R"({"findings": [], "no_abnormality": false,
                          "image_quality": {"adequate": false, "reason": "Too dark."}})");
  const auto report = ReportOf(model);
  EXPECT_EQ(report.status, ReportStatus::Abstained);
  EXPECT_EQ(report.reason, "Too dark.");
}

TEST_F(AnalyzeUnitTest, RefusesAReplyThatBreaksTheSchema)
{
  images.AddSeries({"i0"});
  for (const char* text :
       {"", "I cannot help with that.", "{}", R"({"findings": "mass"})", "[1, 2"})
  {
    ScriptedModel model(text);
    EXPECT_EQ(FailureOf(model), ErrorKind::BadReply) << text;
  }
}

TEST_F(AnalyzeUnitTest, PassesOnWhyTheModelCouldNotBeAsked)
{
  images.AddSeries({"i0"});
  ScriptedModel model(
      [](const ModelRequest&, const Cancellation&) -> Result<ModelReply> {
        return Error{ErrorKind::ModelUnavailable, "No answer."};
      });
  EXPECT_EQ(FailureOf(model), ErrorKind::ModelUnavailable);
}

TEST_F(AnalyzeUnitTest, WarnsOfAFrameThatCannotBeReadAmongOthers)
{
  images.AddSeries({"i0", "i1", "i2"});
  images.loadErrors["i1"] = {ErrorKind::UndecodablePixels, "JPEG 2000 needs a plugin."};
  // Image 1 of what the model saw is i2.
  ScriptedModel model(Reply(Finding("mass", 1, DiscBox)));
  const auto report = ReportOf(model);
  EXPECT_THAT(report.warnings, Contains(HasSubstr("i1")));
  ASSERT_THAT(report.images, SizeIs(2));
  EXPECT_EQ(report.images[1].identity.orthancId, "i2");
  ASSERT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.findings[0].finding.statement.image, 1);
}

TEST_F(AnalyzeUnitTest, FailsWithTheFirstReasonWhereNoFrameCanBeRead)
{
  images.AddSeries({"i0", "i1"});
  images.loadErrors["i0"] = {ErrorKind::UndecodablePixels, "first"};
  images.loadErrors["i1"] = {ErrorKind::CorruptDicom, "second"};
  ScriptedModel model(Reply(""));
  const auto outcome = Run(model);
  ASSERT_FALSE(outcome.HasValue());
  EXPECT_EQ(outcome.Failure().kind, ErrorKind::UndecodablePixels);
  EXPECT_EQ(outcome.Failure().message, "first");
}

TEST_F(AnalyzeUnitTest, FailsWhereThereIsNoImage)
{
  ScriptedModel model(Reply(""));
  EXPECT_EQ(FailureOf(model), ErrorKind::NoPixels);
}

// A report over half of the images because of a disk that is away for a moment would mislead.
TEST_F(AnalyzeUnitTest, DoesNotGoOnWithoutAnImageThatStorageRefuses)
{
  images.AddSeries({"i0", "i1"});
  ScriptedModel model(Reply(""));
  for (const auto kind : {ErrorKind::StorageFailed, ErrorKind::NotReady})
  {
    images.loadErrors["i1"] = {kind, "away"};
    EXPECT_EQ(FailureOf(model), kind);
  }
}

TEST_F(AnalyzeUnitTest, PassesOnThatTheResourceIsGone)
{
  images.describeError = Error{ErrorKind::NotFound, "gone"};
  ScriptedModel model(Reply(""));
  EXPECT_EQ(FailureOf(model), ErrorKind::NotFound);
}

TEST_F(AnalyzeUnitTest, EndsEarlyWhenAsked)
{
  images.AddSeries({"i0"});
  ScriptedModel model(Reply(""));  // asked, it would answer
  cancellation.Request();
  EXPECT_EQ(FailureOf(model), ErrorKind::Canceled);
}

TEST_F(AnalyzeUnitTest, ShowsTheModelTheDisplayedPictureOfEachKeyFrame)
{
  images.AddSeries({"i0", "i1", "i2", "i3", "i4"});
  record.order.maxImages = 2;
  ScriptedModel model(
      [](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
      {
        EXPECT_THAT(request.images, SizeIs(2));
        EXPECT_EQ(request.images.at(0).picture.at<std::uint8_t>(DiscRow, DiscColumn), 200);
        return ModelReply{Reply(""), "", 1, 0, 0, 0};
      });
  EXPECT_THAT(ReportOf(model).images, SizeIs(2));
}

TEST_F(AnalyzeUnitTest, PutsEachFindingOnItsImage)
{
  images.AddSeries({"i0", "i1"});
  images.AddSeries({"j0"});
  ScriptedModel model(Reply(Finding("third", 2, DiscBox) + "," + Finding("first", 0, DiscBox) +
                            "," + Finding("second", 1, DiscBox)));
  const auto report = ReportOf(model);
  ASSERT_THAT(report.findings, SizeIs(3));
  for (const auto& modelled : report.findings)
  {
    const auto& statement = modelled.finding.statement;
    const auto& image = report.images.at(static_cast<std::size_t>(statement.image));
    const std::string expected = statement.label == "first"    ? "i0"
                                 : statement.label == "second" ? "i1"
                                                               : "j0";
    EXPECT_EQ(image.identity.orthancId, expected);
    EXPECT_NEAR(modelled.weight, 0.25, 1e-9) << "no score: 0.5, halved; alone on its image";
  }
}

TEST_F(AnalyzeUnitTest, KeepsWhatIsRejectedApart)
{
  images.AddSeries({"i0"});
  ScriptedModel model(Reply(Finding("mass", 0, DiscBox) + "," +
                            Finding("nowhere", 0, R"("box_2d": [500, 500, 500, 500])")));
  const auto report = ReportOf(model);
  ASSERT_THAT(report.findings, SizeIs(1));
  ASSERT_THAT(report.rejected, SizeIs(1));
  EXPECT_EQ(report.rejected[0].finding.statement.label, "nowhere");
}

// A repetition after a crash replaces the report: whoever noted a finding's identifier finds it.
TEST_F(AnalyzeUnitTest, GivesFindingsTheSameIdentifiersEachTime)
{
  images.AddSeries({"i0"});
  ScriptedModel model(Reply(Finding("a", 0, DiscBox) + "," + Finding("b", 0, DiscBox)));
  const auto first = ReportOf(model);
  const auto second = ReportOf(model);
  record.id = "00000000-0000-4000-8000-000000000000";
  const auto other = ReportOf(model);
  ASSERT_THAT(first.findings, SizeIs(2));
  ASSERT_THAT(second.findings, SizeIs(2));
  ASSERT_THAT(other.findings, SizeIs(2));
  EXPECT_EQ(first.findings[0].finding.id, second.findings[0].finding.id);
  EXPECT_EQ(first.findings[1].finding.id, second.findings[1].finding.id);
  EXPECT_NE(first.findings[0].finding.id, first.findings[1].finding.id);
  EXPECT_NE(first.findings[0].finding.id, other.findings[0].finding.id);
}

TEST_F(AnalyzeUnitTest, SummarisesWhatQueriesNeed)
{
  images.AddSeries({"i0"});
  ScriptedModel model(Reply(Finding("a", 0, std::string(R"("score": 0.3, )") + DiscBox) + "," +
                            Finding("b", 0, std::string(R"("score": 0.7, )") + DiscBox) + "," +
                            Finding("c", 0, DiscBox)));
  const auto outcome = Run(model);
  ASSERT_TRUE(outcome.HasValue());
  const auto summary = SummaryOf(outcome.Value());
  EXPECT_EQ(summary.modality, "CT");
  EXPECT_EQ(summary.patientId, "PID-7");
  EXPECT_EQ(summary.impression, "Look again.");
  EXPECT_EQ(summary.findings, 3);
  EXPECT_EQ(summary.maxScore, 0.7);
  EXPECT_THAT(summary.labels, SizeIs(3));
}

TEST_F(AnalyzeUnitTest, ReportsAnAnalysisThatEndedWithoutAReport)
{
  record.state = AnalysisState::Failed;
  record.reason = "The disk is full.";
  const auto report = FailedReport(record, {"offline", "Offline", "", ""});
  EXPECT_EQ(report.status, ReportStatus::Failed);
  EXPECT_EQ(report.reason, "The disk is full.");
  EXPECT_EQ(report.analysisId, record.id);
  EXPECT_FALSE(report.imageQuality.adequate);
  EXPECT_FALSE(report.noAbnormality);
}

}  // namespace
}  // namespace vlm
