// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisStatistics.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;

AnalysisRecord RecordOf(int attempts)
{
  AnalysisRecord record;
  record.attempts = attempts;
  record.queuedAt = Timestamp(seconds(1000));
  record.startedAt = Timestamp(seconds(1007));
  return record;
}

AnalysisOutcome OutcomeOf(ReportStatus status)
{
  AnalysisOutcome outcome;
  outcome.report.status = status;
  outcome.times = {milliseconds(100), milliseconds(2000), milliseconds(30)};
  return outcome;
}

TEST(AnalysisStatistics, CountsWhatEnded)
{
  AnalysisStatistics statistics;
  statistics.NoteReport(RecordOf(1), OutcomeOf(ReportStatus::Completed), milliseconds(4));
  statistics.NoteReport(RecordOf(1), OutcomeOf(ReportStatus::Completed), milliseconds(6));
  statistics.NoteReport(RecordOf(1), OutcomeOf(ReportStatus::Abstained), milliseconds(0));
  statistics.NoteFailed();
  const auto counts = statistics.Counts();
  EXPECT_EQ(counts.ended.at(AnalysisState::Completed), 2);
  EXPECT_EQ(counts.ended.at(AnalysisState::Abstained), 1);
  EXPECT_EQ(counts.ended.at(AnalysisState::Failed), 1);
  EXPECT_EQ(counts.images.time, milliseconds(300));
  EXPECT_EQ(counts.model.time, milliseconds(6000));
  EXPECT_EQ(counts.findings.time, milliseconds(90));
  EXPECT_EQ(counts.storing.time, milliseconds(10));
  EXPECT_EQ(counts.storing.count, 3);
  EXPECT_EQ(counts.whole.time, 3 * (seconds(7) + milliseconds(2130)) + milliseconds(10));
}

TEST(AnalysisStatistics, TellsHowLongAnalysesWaitedForTheirFirstAttempt)
{
  AnalysisStatistics statistics;
  statistics.NoteAttempt(RecordOf(1), {});
  statistics.NoteAttempt(RecordOf(2), {});
  EXPECT_EQ(statistics.Counts().attempts, 2);
  EXPECT_EQ(statistics.Counts().queued.count, 1);
  EXPECT_EQ(statistics.Counts().queued.time, seconds(7));
}

TEST(AnalysisStatistics, CountsFailuresByKindButNotWhatMerelyWaits)
{
  AnalysisStatistics statistics;
  for (const auto kind : {ErrorKind::BadReply, ErrorKind::BadReply, ErrorKind::ModelPaused,
                          ErrorKind::Canceled, ErrorKind::NoPixels})
  {
    statistics.NoteAttempt(RecordOf(1), Error{kind, ""});
  }
  const std::map<ErrorKind, std::int64_t> expected = {{ErrorKind::BadReply, 2},
                                                      {ErrorKind::NoPixels, 1}};
  EXPECT_EQ(statistics.Counts().failures, expected);
}

TEST(AnalysisStatistics, StandsAClockThatWasSetBack)
{
  AnalysisStatistics statistics;
  auto record = RecordOf(1);
  record.startedAt = Timestamp(seconds(1));
  statistics.NoteAttempt(record, {});
  EXPECT_EQ(statistics.Counts().queued.time.count(), 0);
}

}  // namespace
}  // namespace vlm
