// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SharedClock.h"

#include <gtest/gtest.h>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using std::chrono::microseconds;
using std::chrono::milliseconds;

class SharedClockTest : public QueueFixture
{
protected:
  // A clock of this machine that a test moves, far from any real time.
  SharedClock::Steady Quartz()
  {
    return [this] { return quartz; };
  }
  static std::int64_t Ms(Timestamp time) { return time.time_since_epoch().count(); }
  // Oracle: PostgreSQL's now(), through text.
  std::int64_t ServerMs() const
  {
    return std::stoll(AskAt(
        Path(), "SELECT CAST(CAST(TRUNC(EXTRACT(EPOCH FROM now()) * 1000) AS BIGINT) AS TEXT)"));
  }

  microseconds quartz{5'000'000};
};

TEST_F(SharedClockTest, IsTheTimeOfThisMachineBeforeItAsked)
{
  const auto before = Ms(SystemClock().Now());
  const SharedClock shared(*database);
  const auto now = Ms(shared.Now());
  EXPECT_GE(now, before - 1);
  EXPECT_LE(now, Ms(SystemClock().Now()) + 1);
}

TEST_F(SharedClockTest, StaysTheTimeOfThisMachineOnSqlite)
{
  if (IsPostgres())
  {
    GTEST_SKIP() << "SQLite's";
  }
  SharedClock shared(*database, Quartz());
  ASSERT_TRUE(shared.Calibrate().HasValue());
  quartz += std::chrono::hours(1);
  const auto before = Ms(SystemClock().Now());
  const auto now = Ms(shared.Now());
  EXPECT_GE(now, before);
  EXPECT_LE(now, Ms(SystemClock().Now()));
}

TEST_F(SharedClockTest, IsTheTimeOfTheServerWhateverTheOwnClockSays)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "PostgreSQL's";
  }
  SharedClock shared(*database, Quartz());
  const auto before = ServerMs();
  ASSERT_TRUE(shared.Calibrate().HasValue());
  const auto after = ServerMs();
  EXPECT_GE(Ms(shared.Now()), before);
  EXPECT_LE(Ms(shared.Now()), after + 1);
}

TEST_F(SharedClockTest, GoesOnBetweenCalibrationsWithTheOwnQuartz)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "PostgreSQL's";
  }
  SharedClock shared(*database, Quartz());
  ASSERT_TRUE(shared.Calibrate().HasValue());
  const auto first = shared.Now();
  quartz += std::chrono::hours(2);
  EXPECT_EQ(shared.Now() - first, std::chrono::hours(2));
}

// The quartz ran two hours in no time: the server's time counts, not its.
TEST_F(SharedClockTest, IsSetRightByTheNextCalibration)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "PostgreSQL's";
  }
  SharedClock shared(*database, Quartz());
  ASSERT_TRUE(shared.Calibrate().HasValue());
  quartz += std::chrono::hours(2);
  const auto before = ServerMs();
  ASSERT_TRUE(shared.Calibrate().HasValue());
  EXPECT_GE(Ms(shared.Now()), before);
  EXPECT_LE(Ms(shared.Now()), ServerMs() + 1);
}

// The first time it is asked, the quartz jumps by three seconds: nobody knows when the server
// spoke.
TEST_F(SharedClockTest, KeepsWhatItKnowsWhenAnAnswerTookLong)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "PostgreSQL's";
  }
  bool isSlow = false;
  SharedClock shared(*database,
                     [&]
                     {
                       quartz += isSlow ? std::chrono::seconds(3) : std::chrono::seconds(0);
                       return quartz;
                     });
  ASSERT_TRUE(shared.Calibrate().HasValue());
  const auto first = shared.Now();
  const auto start = quartz;
  isSlow = true;
  ASSERT_TRUE(shared.Calibrate().HasValue());
  isSlow = false;
  EXPECT_EQ(shared.Now() - first, std::chrono::duration_cast<milliseconds>(quartz - start));
}

}  // namespace
}  // namespace vlm
