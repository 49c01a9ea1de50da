// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using Ids = std::vector<std::string>;

class QueriesTest : public QueueFixture
{
protected:
  std::string EndedWith(const std::string& resource, const ReportSummary& summary)
  {
    return Ended(OrderOf(resource), AnalysisState::Completed, summary);
  }
  std::string EndedWithLabel(const std::string& resource, const std::string& label,
                             std::optional<double> score = {})
  {
    ReportSummary summary;
    summary.labels = {{label, score}};
    summary.maxScore = score;
    return EndedWith(resource, summary);
  }
  Ids WithLabel(const std::string& label, std::optional<double> minimumScore = {})
  {
    AnalysisFilter filter;
    filter.label = label;
    filter.minimumScore = minimumScore;
    return Listed(filter);
  }
  // All pages of a filter, read one after the other.
  Ids AllPages(AnalysisFilter filter)
  {
    Ids ids;
    for (int pages = 0; pages < 1000; ++pages)
    {
      const auto page = queue->List(filter);
      EXPECT_TRUE(page.HasValue());
      EXPECT_LE(page.Value().records.size(), static_cast<std::size_t>(filter.limit));
      for (const auto& record : page.Value().records)
      {
        ids.push_back(record.id);
      }
      filter.cursor = page.Value().next;
      if (filter.cursor.empty())
      {
        return ids;
      }
    }
    ADD_FAILURE() << "The pages do not end.";
    return ids;
  }
};

TEST_F(QueriesTest, PagesTellEveryRecordOnceNewestFirst)
{
  constexpr int records = 250;
  Ids expected;
  for (int i = 0; i < records; ++i)
  {
    expected.insert(expected.begin(), Enqueue(OrderOf("r" + std::to_string(i))).id);
  }
  AnalysisFilter filter;
  for (const int limit : {1, 7, 50, 125, 249, 250, 251, 1000})
  {
    filter.limit = limit;
    EXPECT_EQ(AllPages(filter), expected) << limit;
  }
}

TEST_F(QueriesTest, PagesByEndFollowTheOrderOfEnds)
{
  constexpr int records = 250;
  Ids ids;
  for (int i = 0; i < records; ++i)
  {
    Enqueue(OrderOf("r" + std::to_string(i)));
    ids.push_back(Claim());
  }
  // Ends in an order that is not that of arrival: 0, 7, 14, ... modulo 250.
  Ids expected;
  for (int i = 0; i < records - 10; ++i)
  {
    const auto& id = ids[static_cast<std::size_t>(i * 7 % records)];
    ASSERT_TRUE(queue->Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
    expected.insert(expected.begin(), id);
  }
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  for (const int limit : {1, 16, 60, 240})
  {
    filter.limit = limit;
    EXPECT_EQ(AllPages(filter), expected) << limit;
  }
}

TEST_F(QueriesTest, ACursorStaysGoodWhileRecordsComeAndGo)
{
  Ids ids;
  for (int i = 0; i < 6; ++i)
  {
    ids.push_back(Enqueue(OrderOf("r" + std::to_string(i))).id);
  }
  AnalysisFilter filter;
  filter.limit = 2;
  const auto first = queue->List(filter);
  ASSERT_TRUE(first.HasValue());
  Enqueue(OrderOf("new"));
  ASSERT_TRUE(queue->Remove(ids[4]).HasValue());  // the last of the first page
  ASSERT_TRUE(queue->Remove(ids[2]).HasValue());
  filter.cursor = first.Value().next;
  EXPECT_EQ(AllPages(filter), (Ids{ids[3], ids[1], ids[0]}));
}

TEST_F(QueriesTest, RefusesACursorThatNoPageGave)
{
  AnalysisFilter filter;
  for (const char* cursor : {"x", "-1", "1.5", "1 OR 1=1", "99999999999999999999", " 1", "0x10"})
  {
    filter.cursor = cursor;
    const auto page = queue->List(filter);
    ASSERT_FALSE(page.HasValue()) << cursor;
    EXPECT_EQ(page.Failure().kind, ErrorKind::BadInput);
  }
}

TEST_F(QueriesTest, BoundsAPage)
{
  Enqueue(OrderOf("a"));
  Enqueue(OrderOf("b"));
  AnalysisFilter filter;
  for (const int limit : {0, -5, std::numeric_limits<int>::min()})
  {
    filter.limit = limit;
    EXPECT_THAT(Listed(filter), SizeIs(1)) << limit;
  }
  filter.limit = std::numeric_limits<int>::max();
  EXPECT_THAT(Listed(filter), SizeIs(2));
}

TEST_F(QueriesTest, FiltersByStateModalityPatientAndResource)
{
  const auto ct = EndedWith("a", {"CT", "P1", "", 0, {}, {}});
  const auto mr = EndedWith("b", {"MR", "P1", "", 0, {}, {}});
  const auto failed = Ended(OrderOf("c"), AnalysisState::Failed);
  const auto waiting = Enqueue(OrderOf("d")).id;

  AnalysisFilter filter;
  filter.states = {AnalysisState::Failed, AnalysisState::Queued};
  EXPECT_THAT(Listed(filter), ElementsAre(waiting, failed));
  filter = {};
  filter.modality = "CT";
  EXPECT_THAT(Listed(filter), ElementsAre(ct));
  filter = {};
  filter.patientId = "P1";
  EXPECT_THAT(Listed(filter), ElementsAre(mr, ct));
  filter.modality = "MR";
  EXPECT_THAT(Listed(filter), ElementsAre(mr));
  filter.patientId = "P";
  EXPECT_THAT(Listed(filter), IsEmpty());
  filter = {};
  filter.orthancId = "d";
  EXPECT_THAT(Listed(filter), ElementsAre(waiting));
}

TEST_F(QueriesTest, FindsPartsOfLabelsWithoutRegardToCase)
{
  const auto id = EndedWithLabel("a", "Pulmonary Nodule");
  EndedWithLabel("b", "Effusion");
  for (const char* part : {"nodule", "NODULE", "ary n", "Pulmonary Nodule"})
  {
    EXPECT_THAT(WithLabel(part), ElementsAre(id)) << part;
  }
}

TEST_F(QueriesTest, TakesSignsInLabelsAsTheyAre)
{
  const auto percent = EndedWithLabel("a", "stenosis 70% of lumen");
  const auto underscore = EndedWithLabel("b", "lymph_node");
  const auto quote = EndedWithLabel("c", "Crohn's \"cobblestone\"");
  const auto backslash = EndedWithLabel("d", "T1\\T2");
  EXPECT_THAT(WithLabel("70%"), ElementsAre(percent));
  EXPECT_THAT(WithLabel("%"), ElementsAre(percent));
  EXPECT_THAT(WithLabel("h_n"), ElementsAre(underscore));
  EXPECT_THAT(WithLabel("_"), ElementsAre(underscore));
  EXPECT_THAT(WithLabel("n's \"C"), ElementsAre(quote));
  EXPECT_THAT(WithLabel("\\"), ElementsAre(backslash));
  EXPECT_THAT(WithLabel("' OR '1'='1"), IsEmpty());
}

TEST_F(QueriesTest, AsksForTheScoreOfTheLabelledFindingItself)
{
  ReportSummary summary;
  summary.labels = {{"mass", 0.3}, {"cyst", 0.9}, {"edema", {}}};
  summary.maxScore = 0.9;
  const auto id = EndedWith("a", summary);
  EXPECT_THAT(WithLabel("mass", 0.3), ElementsAre(id));
  EXPECT_THAT(WithLabel("mass", 0.31), IsEmpty());
  EXPECT_THAT(WithLabel("cyst", 0.9), ElementsAre(id));
  EXPECT_THAT(WithLabel("edema", 0.0), IsEmpty());
}

TEST_F(QueriesTest, AsksForTheHighestScoreWithoutALabel)
{
  const auto low = EndedWithLabel("a", "mass", 0.25);
  const auto high = EndedWithLabel("b", "mass", 0.75);
  EndedWithLabel("c", "mass");
  AnalysisFilter filter;
  filter.minimumScore = 0.75;
  EXPECT_THAT(Listed(filter), ElementsAre(high));
  filter.minimumScore = 0.0;
  EXPECT_THAT(Listed(filter), ElementsAre(high, low));
  filter.minimumScore = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(Listed(filter), IsEmpty());
}

TEST_F(QueriesTest, FiltersAndPagesAtOnce)
{
  Ids expected;
  for (int i = 0; i < 20; ++i)
  {
    const auto id = EndedWithLabel("r" + std::to_string(i), i % 2 == 0 ? "mass" : "cyst", 0.5);
    if (i % 2 == 0)
    {
      expected.insert(expected.begin(), id);
    }
  }
  AnalysisFilter filter;
  filter.order = AnalysisFilter::Order::Ended;
  filter.states = {AnalysisState::Completed};
  filter.label = "mass";
  filter.minimumScore = 0.5;
  filter.limit = 3;
  EXPECT_EQ(AllPages(filter), expected);
}

TEST_F(QueriesTest, ListsAResourceWithAllBelowIt)
{
  const auto first = Enqueue(OrderOf("a")).id;
  const auto second = Enqueue(OrderOf("b")).id;
  EXPECT_THAT(queue->ListOf("study").Value(), SizeIs(2));
  EXPECT_EQ(queue->ListOf("study").Value().front().id, second);
  ASSERT_THAT(queue->ListOf("series of a").Value(), SizeIs(1));
  EXPECT_EQ(queue->ListOf("series of a").Value().front().id, first);
  EXPECT_THAT(queue->ListOf("other").Value(), IsEmpty());
}

TEST_F(QueriesTest, CountsByState)
{
  Ended(OrderOf("a"), AnalysisState::Completed);
  Ended(OrderOf("c"), AnalysisState::Failed);
  Enqueue(OrderOf("d"));
  EXPECT_THAT(queue->CountByState().Value(),
              ElementsAre(Pair(AnalysisState::Queued, 1), Pair(AnalysisState::Completed, 1),
                          Pair(AnalysisState::Failed, 1)));
}

TEST_F(QueriesTest, TellsEachResourceOnceInPages)
{
  Ids expected;
  for (int i = 100; i < 130; ++i)
  {
    const auto resource = "r" + std::to_string(i);
    expected.push_back(resource);
    Ended(OrderOf(resource), AnalysisState::Completed);
    Enqueue(OrderOf(resource), IfKnown::Repeat);
    Claim();
  }
  Ids told;
  std::string after;
  for (;;)
  {
    const auto page = queue->Resources(after, 7);
    if (page.Value().empty())
    {
      break;
    }
    for (const auto& [level, id] : page.Value())
    {
      EXPECT_EQ(level, ResourceLevel::Instance);
      told.push_back(id);
    }
    after = page.Value().back().second;
  }
  EXPECT_EQ(told, expected);
}

}  // namespace
}  // namespace vlm
