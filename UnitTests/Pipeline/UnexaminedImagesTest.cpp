// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says of images that the model was shown but did not examine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryImageArchive.h"
#include "Fakes/ScriptedModel.h"
#include "Pipeline/AnalyzeUnit.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Of a series of two images. `members` follow "findings": [].
AnalysisReport ReportOf(const std::string& members, const std::string& unreadable = "")
{
  const FakeClock clock;
  MemoryImageArchive images;
  images.AddSeries({"i0", "i1"});
  if (!unreadable.empty())
  {
    images.loadErrors[unreadable] = {ErrorKind::UndecodablePixels, "JPEG 2000 needs a plugin."};
  }
  AnalysisRecord record;
  record.id = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
  record.order.level = ResourceLevel::Series;
  record.order.orthancId = "series";
  record.order.maxImages = 8;
  ScriptedModel model(R"({"findings": [], )" + members + "}");
  const auto outcome =
      AnalyzeUnit(images, clock, BurnedInPolicy::Refuse).Run(record, model, Cancellation()).outcome;
  EXPECT_TRUE(outcome.HasValue()) << (outcome.HasValue() ? "" : outcome.Failure().message);
  return outcome.HasValue() ? outcome.Value().report : AnalysisReport();
}

TEST(UnexaminedImages, EndNoAbnormalityOfTheWholeAndAreNamed)
{
  const auto report = ReportOf(R"("no_abnormality": true,
      "images_not_examined": [{"image": 1, "reason": "Only air."}])");
  EXPECT_EQ(report.status, ReportStatus::Completed);
  EXPECT_FALSE(report.noAbnormality);
  ASSERT_THAT(report.images, SizeIs(2));
  EXPECT_THAT(report.images[0].whyNotExamined, IsEmpty());
  EXPECT_EQ(report.images[1].whyNotExamined, "Only air.");
  EXPECT_THAT(report.warnings, Contains("Image 2 was not examined: Only air."));
}

TEST(UnexaminedImages, LeaveNoAbnormalityWhereThereAreNone)
{
  EXPECT_TRUE(ReportOf(R"("no_abnormality": true, "images_not_examined": [])").noAbnormality);
  EXPECT_FALSE(ReportOf(R"("no_abnormality": false, "images_not_examined": [])").noAbnormality);
}

TEST(UnexaminedImages, MakeTheReportAbstainWhereTheyAreAll)
{
  const auto report = ReportOf(R"("no_abnormality": true,
      "images_not_examined": [{"image": 0, "reason": "Only air."},
                              {"image": 1, "reason": "Too small."}])");
  EXPECT_EQ(report.status, ReportStatus::Abstained);
  EXPECT_EQ(report.reason, "Only air.");
  EXPECT_FALSE(report.noAbnormality);
}

// The other image was judged: that it is not worth much is said by the image quality.
TEST(UnexaminedImages, DoNotMakeTheReportAbstainWhereAnotherWasJudged)
{
  const auto report = ReportOf(R"("no_abnormality": true,
      "image_quality": {"adequate": false, "reason": "Motion."},
      "images_not_examined": [{"image": 0, "reason": "Only air."}])");
  EXPECT_EQ(report.status, ReportStatus::Completed);
  EXPECT_FALSE(report.noAbnormality);
}

TEST(UnexaminedImages, EndNoAbnormalityWhereOneCannotEvenBeRead)
{
  const auto report = ReportOf(R"("no_abnormality": true)", "i1");
  EXPECT_EQ(report.status, ReportStatus::Completed);
  EXPECT_FALSE(report.noAbnormality);
  EXPECT_THAT(report.warnings, SizeIs(1));
}

}  // namespace
}  // namespace vlm
