// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportSelection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

const ReportSubject TheStudy = {ResourceLevel::Study, "study"};
const ReportSubject TheSeries = {ResourceLevel::Series, "series"};
const ReportSubject TheInstance = {ResourceLevel::Instance, "instance"};

AnalysisRecord Record(const ReportSubject& of, AnalysisState state, int ended)
{
  AnalysisRecord record;
  record.id = of.orthancId + std::to_string(ended);
  record.order.level = of.level;
  record.order.orthancId = of.orthancId;
  record.state = state;
  record.reason = state == AnalysisState::Failed ? "Why." : "";
  if (HasEnded(state))
  {
    record.completedAt = Timestamp(std::chrono::seconds(ended));
  }
  return record;
}

AnalysisRecord Completed(const ReportSubject& of, int ended)
{
  return Record(of, AnalysisState::Completed, ended);
}

AnalysisRecord Failed(const ReportSubject& of, int ended)
{
  return Record(of, AnalysisState::Failed, ended);
}

std::vector<std::string> Ids(const AnalysisRecords& records)
{
  std::vector<std::string> ids;
  for (const auto& record : records)
  {
    ids.push_back(record.id);
  }
  return ids;
}

TEST(SelectParts, TakesTheResourcesOwnAndWhatIsNewer)
{
  const AnalysisRecords records = {Completed(TheInstance, 5), Completed(TheSeries, 4),
                                   Completed({ResourceLevel::Instance, "older"}, 3),
                                   Completed(TheSeries, 1)};

  EXPECT_THAT(Ids(SelectParts(records, TheSeries)), ElementsAre("instance5", "series4"));
  EXPECT_THAT(Ids(SelectParts(records, TheStudy)), ElementsAre("instance5", "series4", "older3"));
}

TEST(SelectParts, TakesWhatContainsTheResourceIfItIsNewerOrAllThereIs)
{
  const AnalysisRecords records = {Completed(TheStudy, 5), Completed(TheSeries, 4),
                                   Completed(TheInstance, 3)};

  EXPECT_THAT(Ids(SelectParts(records, TheSeries)), ElementsAre("study5", "series4"));
  EXPECT_THAT(Ids(SelectParts({Completed(TheInstance, 4), Completed(TheSeries, 3)}, TheInstance)),
              ElementsAre("instance4"));
  EXPECT_THAT(Ids(SelectParts({Completed(TheSeries, 3)}, TheInstance)), ElementsAre("series3"));
}

TEST(SelectParts, ShowsFailuresOnlyOfPartsOrIfThereIsNothingElse)
{
  EXPECT_THAT(Ids(SelectParts({Failed(TheInstance, 5), Completed(TheSeries, 4)}, TheStudy)),
              ElementsAre("instance5", "series4"));
  EXPECT_THAT(Ids(SelectParts({Failed(TheSeries, 5), Completed(TheInstance, 4)}, TheInstance)),
              ElementsAre("instance4"));
  EXPECT_THAT(Ids(SelectParts({Failed(TheSeries, 5), Failed(TheInstance, 4)}, TheInstance)),
              ElementsAre("instance4"));
  EXPECT_THAT(SelectParts({Record(TheSeries, AnalysisState::Queued, 0)}, TheSeries), IsEmpty());
}

TEST(CountPending, CountsResourcesThatWaitForTheirFirstAnalysis)
{
  const AnalysisRecords records = {
      Record(TheSeries, AnalysisState::Queued, 0),    Record(TheSeries, AnalysisState::Running, 0),
      Record(TheInstance, AnalysisState::Running, 0), Completed(TheInstance, 1),
      Record(TheStudy, AnalysisState::Queued, 0),
  };

  EXPECT_EQ(CountPending(records, TheStudy), 2U);
  EXPECT_EQ(CountPending(records, TheSeries), 1U);
  EXPECT_EQ(CountPending({}, TheSeries), 0U);
}

TEST(LaterFailure, IsTheNewestOutcomeIfItFailedAfterwards)
{
  const AnalysisRecords records = {Failed(TheSeries, 5), Completed(TheSeries, 3),
                                   Failed(TheStudy, 9)};
  const auto at = [](int seconds) { return Timestamp(std::chrono::seconds(seconds)); };

  EXPECT_EQ(LaterFailure(records, "series", at(3)), "Why.");
  EXPECT_FALSE(LaterFailure(records, "series", at(5)));
  EXPECT_FALSE(LaterFailure({Completed(TheSeries, 6), Failed(TheSeries, 5)}, "series", at(3)));
  EXPECT_FALSE(LaterFailure(records, "other", at(0)));
}

}  // namespace
}  // namespace vlm
