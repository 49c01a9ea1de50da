// SPDX-License-Identifier: GPL-3.0-or-later
// What is claimed while some models wait.
#include <gmock/gmock.h>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using Names = std::vector<std::string>;
using std::chrono::seconds;

class ClaimTest : public QueueFixture
{
protected:
  std::string EnqueueFor(const std::string& model, const std::string& resource, int priority = 0)
  {
    auto order = OrderOf(resource);
    order.model = model;
    order.priority = priority;
    return Enqueue(order).id;
  }
  std::string ClaimWithout(const Names& waiting)
  {
    const auto claimed = queue->Claim({waiting, std::nullopt});
    EXPECT_TRUE(claimed.HasValue()) << (claimed.HasValue() ? "" : claimed.Failure().message);
    return claimed.HasValue() && claimed.Value() ? claimed.Value()->id : std::string();
  }
  std::optional<Timestamp> DueWithout(const Names& waiting)
  {
    const auto due = queue->NextDue({waiting, std::nullopt});
    EXPECT_TRUE(due.HasValue());
    return due.HasValue() ? due.Value() : std::nullopt;
  }
  // What SQLite would do for a statement of the queue.
  Names PlanOf(const std::string& query)
  {
    auto plan = database->Run(
        [&](soci::session& session) -> Result<Names>
        {
          int id = 0;
          int parent = 0;
          int unused = 0;
          std::string step;
          Names steps;
          soci::statement statement =
              (session.prepare << "EXPLAIN QUERY PLAN " + query, soci::into(id), soci::into(parent),
               soci::into(unused), soci::into(step));
          statement.execute();
          while (statement.fetch())
          {
            steps.push_back(step);
          }
          return steps;
        });
    EXPECT_TRUE(plan.HasValue());
    return plan.HasValue() ? plan.Value() : Names();
  }
};

TEST_F(ClaimTest, LeavesWhatIsOfAWaitingModel)
{
  const auto paused = EnqueueFor("gemini", "a", 10);
  const auto other = EnqueueFor("offline", "b");
  EXPECT_EQ(ClaimWithout({"gemini"}), other);
  EXPECT_EQ(ClaimWithout({"gemini"}), "");
  EXPECT_EQ(Record(paused).state, AnalysisState::Queued);
  EXPECT_EQ(Record(paused).attempts, 0);
  EXPECT_EQ(ClaimWithout({"offline"}), paused);
}

TEST_F(ClaimTest, KeepsTheOrderAcrossModels)
{
  const auto first = EnqueueFor("b", "1");
  const auto second = EnqueueFor("a", "2");
  const auto third = EnqueueFor("b", "3");
  const auto urgent = EnqueueFor("c", "4", 5);
  for (const auto& id : {urgent, first, second, third})
  {
    EXPECT_EQ(ClaimWithout({}), id);
  }
}

TEST_F(ClaimTest, TakesWhatIsDueBehindWhatIsNot)
{
  auto later = OrderOf("later");
  later.priority = 100;
  later.notBefore = clock.Now() + seconds(60);
  const auto waits = Enqueue(later).id;
  const auto due = Enqueue(OrderOf("due")).id;
  EXPECT_EQ(ClaimWithout({}), due);
  EXPECT_EQ(ClaimWithout({}), "");
  clock.Advance(seconds(60));
  EXPECT_EQ(ClaimWithout({}), waits);
}

TEST_F(ClaimTest, IsNotDueWhileItsModelWaits)
{
  EnqueueFor("gemini", "a");
  const auto now = clock.Now();
  auto later = OrderOf("b");
  later.notBefore = now + seconds(60);
  Enqueue(later);
  EXPECT_EQ(DueWithout({}), now);
  EXPECT_EQ(DueWithout({"gemini"}), now + seconds(60));
  EXPECT_EQ(DueWithout({"offline"}), now);
  EXPECT_EQ(DueWithout({"gemini", "offline"}), std::nullopt);
}

TEST_F(ClaimTest, WorksWithoutAModelName)
{
  const auto id = EnqueueFor("", "a");
  EXPECT_EQ(ClaimWithout({""}), "");
  EXPECT_EQ(ClaimWithout({"offline"}), id);
}

TEST_F(ClaimTest, StandsAnyNumberOfWaitingModels)
{
  Names waiting;
  for (int i = 0; i < 100'000; ++i)  // SQLite itself binds 32766 parameters
  {
    waiting.push_back("model " + std::to_string(i));
  }
  EnqueueFor("model 99999", "a");
  const auto id = EnqueueFor("offline", "b");
  EXPECT_EQ(DueWithout(waiting), clock.Now());
  EXPECT_EQ(ClaimWithout(waiting), id);
  EXPECT_EQ(ClaimWithout(waiting), "");
}

TEST_F(ClaimTest, ComparesHostileNamesByteForByte)
{
  const Names names = {"' OR '1'='1",
                       "offline'); DROP TABLE analyses; --",
                       "a,b",
                       ":model",
                       "?1",
                       "%",
                       std::string("a\0b", 3),
                       std::string("a\0c", 3),
                       "\xFF\xC3\x28",
                       "OFFLINE",
                       std::string(100'000, 'x')};
  for (const auto& name : names)
  {
    const auto mine = EnqueueFor(name, "r" + name);
    const auto other = EnqueueFor("offline", "r" + name);
    EXPECT_EQ(ClaimWithout({name}), other);
    EXPECT_EQ(ClaimWithout({name}), "");
    EXPECT_EQ(DueWithout({name}), std::nullopt);
    EXPECT_EQ(ClaimWithout({"offline"}), mine);
  }
  EXPECT_EQ(CountRows("analyses"), static_cast<long long>(2 * names.size()));
}

TEST_F(ClaimTest, TellsWhatAReleasedRecordWaitsFor)
{
  const auto id = EnqueueFor("gemini", "a");
  Claim();
  ASSERT_TRUE(queue->Release(Record(id), "gemini is paused: 401").HasValue());
  Open();
  EXPECT_EQ(Record(id).reason, "gemini is paused: 401");
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
  const auto claimed = queue->Claim({});
  ASSERT_TRUE(claimed.HasValue() && claimed.Value());
  EXPECT_EQ(claimed.Value()->reason, "") << "it waits no longer";
  EXPECT_EQ(Record(id).reason, "");
  ASSERT_TRUE(queue->Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(Record(id).reason, "");
}

// The statements are those of SqlClaims.cpp. A sort, or an index without the model in front, would
// read the whole queue of a model for each claim.
TEST_F(ClaimTest, FindsTheNextInAnIndex)
{
  const std::string claimable =
      "state = 0 AND model = 'm' AND NOT EXISTS (SELECT 1 FROM analyses busy WHERE "
      "+busy.state = 1 AND busy.orthanc_id = analyses.orthanc_id AND busy.model = analyses.model)";
  const auto order = PlanOf("SELECT * FROM analyses WHERE " + claimable +
                            " AND +next_attempt_at <= 5 ORDER BY priority DESC, sequence LIMIT 1");
  EXPECT_THAT(order.at(0), HasSubstr("analyses_model_order (state=? AND model=?"));
  const auto due = PlanOf("SELECT next_attempt_at FROM analyses WHERE " + claimable +
                          " ORDER BY next_attempt_at LIMIT 1");
  EXPECT_THAT(due.at(0), HasSubstr("analyses_model_due (model=?"));
  const auto model = PlanOf("SELECT MIN(model) FROM analyses WHERE state = 0 AND model > 'm'");
  EXPECT_THAT(model.at(0), HasSubstr("analyses_model_order (state=? AND model>?"));
  for (const auto& plan : {order, due, model})
  {
    EXPECT_THAT(plan, Each(Not(HasSubstr("TEMP B-TREE"))));
    EXPECT_THAT(plan, Each(Not(HasSubstr("SCAN"))));
  }
}

}  // namespace
}  // namespace vlm
