// SPDX-License-Identifier: GPL-3.0-or-later
// Pages with filters over a history long enough for every way to find them.
// Oracle: the same question answered by looking at every record, in this file.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "Storage/LabelWords.h"
#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Ids = std::vector<std::string>;

struct KnownReport
{
  std::string id;
  AnalysisState state = AnalysisState::Completed;
  bool isReviewed = false;
  ReportSummary summary;
};

class HistoryPagesTest : public QueueFixture
{
protected:
  void Fill(int count)
  {
    for (int i = 0; i < count; ++i)
    {
      Add(i);
    }
  }
  void Add(int number)
  {
    KnownReport report;
    report.id = "analysis " + std::to_string(number);
    report.state = Below(10) == 0 ? AnalysisState::Failed : AnalysisState::Completed;
    report.summary.modality = Below(3) == 0 ? "MR" : "CT";
    report.summary.patientId = "P" + std::to_string(Below(200));
    const auto findings = report.state == AnalysisState::Failed ? 0 : Below(3);
    for (std::uint32_t i = 0; i < findings; ++i)
    {
      const double score = Below(1000) / 1000.0;
      report.summary.labels.emplace_back("Word" + std::to_string(Below(60)), score);
      report.summary.maxScore = std::max(report.summary.maxScore.value_or(0.0), score);
    }
    AnalysisRecord record;
    record.id = report.id;
    record.order = OrderOf("resource " + std::to_string(number));
    record.state = report.state;
    record.completedAt = clock.Now();
    ASSERT_TRUE(queue->Restore(record, report.summary).HasValue());
    report.isReviewed = report.state == AnalysisState::Completed && Below(20) == 0;
    if (report.isReviewed)
    {
      ASSERT_TRUE(queue->NoteReview(report.id, {1, false, report.summary, {}}).HasValue());
    }
    reports.insert(reports.begin(), report);
  }
  std::uint32_t Below(std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); }

  static bool HasLabel(const KnownReport& report, const AnalysisFilter& filter)
  {
    const auto& labels = report.summary.labels;
    return std::any_of(labels.begin(), labels.end(),
                       [&filter](const auto& one)
                       {
                         return one.first.find(filter.label) != std::string::npos &&
                                one.second.value_or(-1.0) >= filter.minimumScore.value_or(-1.0);
                       });
  }
  static bool IsAskedFor(const KnownReport& report, const AnalysisFilter& filter)
  {
    const auto& states = filter.states;
    const auto& summary = report.summary;
    return (states.empty() ||
            std::find(states.begin(), states.end(), report.state) != states.end()) &&
           (filter.modality.empty() || summary.modality == filter.modality) &&
           (filter.patientId.empty() || summary.patientId == filter.patientId) &&
           (!filter.isReviewed || report.isReviewed == *filter.isReviewed) &&
           (filter.label.empty()
                ? !filter.minimumScore || summary.maxScore.value_or(-1.0) >= *filter.minimumScore
                : HasLabel(report, filter));
  }
  Ids Expected(const AnalysisFilter& filter) const
  {
    Ids ids;
    for (const auto& report : reports)
    {
      if (IsAskedFor(report, filter))
      {
        ids.push_back(report.id);
      }
    }
    return ids;
  }
  Ids AllPages(AnalysisFilter filter)
  {
    Ids ids;
    do
    {
      const auto page = queue->List(filter);
      EXPECT_TRUE(page.HasValue()) << (page.HasValue() ? "" : page.Failure().message);
      if (!page.HasValue())
      {
        break;
      }
      for (const auto& record : page.Value().records)
      {
        ids.push_back(record.id);
      }
      filter.cursor = page.Value().next;
    } while (!filter.cursor.empty());
    return ids;
  }
  AnalysisFilter Random()
  {
    AnalysisFilter filter;
    filter.order = Below(4) == 0 ? AnalysisFilter::Order::Queued : AnalysisFilter::Order::Ended;
    filter.limit = Below(2) == 0 ? 37 : 400;
    filter.states = Below(2) == 0 ? std::vector<AnalysisState>{AnalysisState::Completed}
                                  : std::vector<AnalysisState>{};
    filter.modality = Below(3) == 0 ? "MR" : "";
    filter.patientId = Below(5) == 0 ? "P" + std::to_string(Below(200)) : "";
    const char* labels[] = {"", "", "Word", "Word1", "Word17", "nothing"};
    filter.label = labels[Below(6)];
    if (Below(2) == 0)
    {
      const double scores[] = {0.0, 0.3, 0.75, 0.9, 0.994, 1.0};
      filter.minimumScore = scores[Below(6)];
    }
    if (Below(4) == 0)
    {
      filter.isReviewed = Below(2) == 0;
    }
    return filter;
  }

  std::mt19937 random{8};
  std::vector<KnownReport> reports;  // the last ended first
};

TEST_F(HistoryPagesTest, AnswerAsIfEveryRecordWereLookedAt)
{
  Fill(2500);
  for (int i = 0; i < 150; ++i)
  {
    const auto filter = Random();
    ASSERT_EQ(AllPages(filter), Expected(filter))
        << i << ": label '" << filter.label << "', score "
        << (filter.minimumScore ? *filter.minimumScore : -1.0) << ", patient '" << filter.patientId
        << "', modality '" << filter.modality << "', states " << filter.states.size() << ", by end "
        << (filter.order == AnalysisFilter::Order::Ended);
  }
}

TEST_F(HistoryPagesTest, TakeScoresOutsideOfTheUsual)
{
  for (const double score : {-1.0, 0.0, 0.5, 1.0, 1e300})
  {
    ReportSummary summary;
    summary.maxScore = score;
    Ended(OrderOf("of " + std::to_string(score)), AnalysisState::Completed, summary);
  }
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  filter.minimumScore = 0.5;
  EXPECT_EQ(AllPages(filter).size(), 3u);
  filter.minimumScore = 0.0;
  EXPECT_EQ(AllPages(filter).size(), 4u);
}

TEST_F(HistoryPagesTest, FindLabelsInEveryScript)
{
  ReportSummary summary;
  summary.labels = {{"Ödem der Lunge", {}}, {"ΠΝΕΥΜΟΝΙΑΣ", {}}, {"结节", {}}, {"Straße", {}}};
  const auto id = Ended(OrderOf("a"), AnalysisState::Completed, summary);
  AnalysisFilter filter;
  // The second o is an o with a combining diaeresis; final and other sigmas are one letter.
  for (const char* label : {"ödem",
                            "O\xCC\x88"
                            "dem",
                            "πνευμονιασ", "πνευμονιας", "节", "STRASSE"})
  {
    filter.label = label;
    EXPECT_THAT(Listed(filter), ElementsAre(id)) << label;
  }
  filter.label = "oedem";
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST_F(HistoryPagesTest, TakeLabelsOfAnyLength)
{
  ReportSummary summary;
  summary.labels = {{std::string(20000, 'x') + "end", {}}};
  const auto id = Ended(OrderOf("a"), AnalysisState::Completed, summary);
  AnalysisFilter filter;
  filter.label = "xxx";
  EXPECT_THAT(Listed(filter), ElementsAre(id));
}

TEST_F(HistoryPagesTest, KeepEachLabelOnce)
{
  for (const char* label : {"Mass", "mass", "MASS"})
  {
    ReportSummary summary;
    summary.labels = {{label, {}}, {"cyst", {}}};
    Ended(OrderOf(label), AnalysisState::Completed, summary);
  }
  EXPECT_EQ(CountRows("label_words"), 2);
}

// As an earlier version of the plugin writes them.
TEST_F(HistoryPagesTest, FindWhatWasWrittenWithoutWords)
{
  ReportSummary summary;
  summary.labels = {{"Mass", 0.5}, {"cyst", 0.25}};
  const auto id = Ended(OrderOf("a"), AnalysisState::Completed, summary);
  ASSERT_TRUE(database
                  ->Run(
                      [](soci::session& session) -> Result<void>
                      {
                        session << "UPDATE finding_labels SET word = 0, ended_sequence = NULL";
                        session << "DELETE FROM label_words";
                        return {};
                      })
                  .HasValue());
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  filter.label = "MASS";
  EXPECT_THAT(Listed(filter), ElementsAre(id));
  filter.minimumScore = 0.75;
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST(FoldedLabel, EndsWithAWholeCharacter)
{
  std::string label;
  for (int i = 0; i < 600; ++i)
  {
    label += "\xE7\xBB\x93";
  }
  EXPECT_EQ(FoldedLabel(label).size(), 999u);
  EXPECT_EQ(FoldedLabel("\xFF"), "\xEF\xBF\xBD") << "not UTF-8";
  EXPECT_EQ(FoldedLabel(""), "");
}

}  // namespace
}  // namespace vlm
