// SPDX-License-Identifier: GPL-3.0-or-later
// What is claimed while some models wait.
#include <gmock/gmock.h>

#include <functional>
#include <sstream>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Matches;
using ::testing::MatchesRegex;
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
  std::string ClaimFrom(int leastPriority)
  {
    const auto claimed = queue->Claim({{}, leastPriority});
    EXPECT_TRUE(claimed.HasValue());
    return claimed.HasValue() && claimed.Value() ? claimed.Value()->id : std::string();
  }
  std::optional<Timestamp> DueFrom(int leastPriority)
  {
    const auto due = queue->NextDue({{}, leastPriority});
    EXPECT_TRUE(due.HasValue());
    return due.HasValue() ? due.Value() : std::nullopt;
  }
  // The SELECTs that SQLite, which has one session, is given meanwhile.
  Names StatementsOf(const std::function<void()>& action)
  {
    std::ostringstream log;
    const auto logTo = [&](std::ostream* stream)
    {
      const auto set = database->Run(
          [&](soci::session& session) -> Result<void>
          {
            session.set_log_stream(stream);
            return {};
          });
      EXPECT_TRUE(set.HasValue());
    };
    logTo(&log);
    action();
    logTo(nullptr);
    Names statements;
    std::istringstream lines(log.str());
    for (std::string line; std::getline(lines, line);)
    {
      if (line.rfind("SELECT", 0) == 0 || line.rfind("WITH", 0) == 0)
      {
        statements.push_back(line);
      }
    }
    return statements;
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
  Names names = {"' OR '1'='1", "offline'); DROP TABLE analyses; --",
                 "a,b",         ":model",
                 "?1",          "%",
                 "OFFLINE",     std::string(100'000, 'x')};
  if (!IsPostgres())  // which takes UTF-8 without a NUL alone
  {
    names.insert(names.end(),
                 {std::string("a\0b", 3), std::string("a\0c", 3), std::string("\xFF\xC3\x28")});
  }
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

// A sort, or an index without the model and priority in front, would read the whole queue of a
// model for each claim.
TEST_F(ClaimTest, FindsTheNextInAnIndex)
{
  if (IsPostgres())
  {
    GTEST_SKIP() << "SQLite's plans";
  }
  EnqueueFor("a", "1");
  EnqueueFor("b", "2", 5);
  const auto statements = StatementsOf(
      [&]
      {
        EXPECT_NE(ClaimWithout({}), "");
        EXPECT_TRUE(DueWithout({}) && queue->Age().HasValue());
        EXPECT_NE(EnqueueFor("a", "3"), "");
      });
  Names plans;
  for (const auto& statement : statements)
  {
    const auto plan = PlanOf(statement);
    // Few are of the same resource.
    const bool isOfOneResource = statement.find("orthanc_id = :resource") != std::string::npos;
    EXPECT_TRUE(isOfOneResource || Matches(Each(Not(HasSubstr("TEMP B-TREE"))))(plan)) << statement;
    EXPECT_THAT(plan,
                Each(Not(MatchesRegex("SCAN analyses|SCAN analyses USING .*(turns|state).*"))))
        << statement;
    EXPECT_THAT(plan, Each(Not(HasSubstr("SCAN busy")))) << statement;
    plans.insert(plans.end(), plan.begin(), plan.end());
  }
  EXPECT_THAT(plans, Contains(HasSubstr("analyses_turns (state=? AND model=? AND priority=?")));
  EXPECT_THAT(plans, Contains(HasSubstr("analyses_model_due (model=? AND priority=?")));
  EXPECT_THAT(plans, Contains(HasSubstr("analyses_turns (state=? AND model>?")));
  EXPECT_THAT(plans, Contains(HasSubstr("analyses_fresh_turns (model=? AND priority=?")));
  EXPECT_THAT(plans, Contains(HasSubstr("analyses_study_turns (study_id=? AND model=?")));
}

TEST_F(ClaimTest, BeginsNothingBelowTheLeastPriority)
{
  const auto backfill = EnqueueFor("offline", "a", -100);
  const auto other = EnqueueFor("other", "b", -1);
  EXPECT_EQ(ClaimFrom(0), "");
  EXPECT_EQ(DueFrom(0), std::nullopt);
  const auto arrived = EnqueueFor("offline", "c", 0);
  EXPECT_EQ(DueFrom(0), clock.Now());
  EXPECT_EQ(ClaimFrom(0), arrived);
  EXPECT_EQ(ClaimFrom(0), "");
  EXPECT_EQ(ClaimFrom(-1), other);
  EXPECT_EQ(DueFrom(-100), clock.Now());
  EXPECT_EQ(ClaimFrom(-100), backfill);
}

TEST_F(ClaimTest, KeepsTheOrderOfPrioritiesOfWhichSomeAreNotDue)
{
  auto later = OrderOf("later");
  later.priority = 7;
  later.notBefore = clock.Now() + seconds(60);
  Enqueue(later);
  const auto low = EnqueueFor("offline", "low", -3);
  const auto middle = EnqueueFor("offline", "middle", 2);
  EXPECT_EQ(ClaimFrom(-3), middle);
  EXPECT_EQ(ClaimFrom(-3), low);
  EXPECT_EQ(DueFrom(-3), clock.Now() + seconds(60));
}

// Its newer content waits: it is neither begun nor due before the older one has ended.
TEST_F(ClaimTest, DoesNotWakeForWhatIsAtWork)
{
  const auto older = Enqueue(OrderOf("r", "1")).id;
  EXPECT_EQ(ClaimWithout({}), older);
  const auto newer = Enqueue(OrderOf("r", "2")).id;
  EXPECT_EQ(DueWithout({}), std::nullopt);
  ASSERT_TRUE(queue->Finish(Record(older), AnalysisState::Completed, "", {}).HasValue());
  EXPECT_EQ(DueWithout({}), clock.Now());
  EXPECT_EQ(ClaimWithout({}), newer);
}

}  // namespace
}  // namespace vlm
