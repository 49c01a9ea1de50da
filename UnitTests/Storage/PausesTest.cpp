// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused, as all nodes see it.
#include "Storage/SqlPauses.h"

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

class PausesTest : public QueueFixture
{
protected:
  std::vector<PauseRecord> Listed()
  {
    const auto all = SqlPauses(*database, clock).List();
    EXPECT_TRUE(all.HasValue());
    return all.HasValue() ? all.Value() : std::vector<PauseRecord>();
  }
  SqlPauses pauses{*database, clock};
};

TEST_F(PausesTest, AreNoneAtFirst)
{
  EXPECT_TRUE(Listed().empty());
  EXPECT_TRUE(pauses.Resume("offline").HasValue());
}

TEST_F(PausesTest, TellTheQueueAndTheModels)
{
  const auto first = clock.Now();
  ASSERT_TRUE(pauses.Pause("offline", "maintenance").HasValue());
  clock.Advance(std::chrono::seconds(9));
  ASSERT_TRUE(pauses.Pause("", "").HasValue());
  const auto listed = Listed();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].model, "");
  EXPECT_EQ(listed[0].reason, "");
  EXPECT_EQ(listed[0].since, clock.Now());
  EXPECT_EQ(listed[1].model, "offline");
  EXPECT_EQ(listed[1].reason, "maintenance");
  EXPECT_EQ(listed[1].since, first);
}

TEST_F(PausesTest, KeepTheirTimeUnderANewReason)
{
  const auto first = clock.Now();
  ASSERT_TRUE(pauses.Pause("offline", "one").HasValue());
  clock.Advance(std::chrono::seconds(9));
  ASSERT_TRUE(pauses.Pause("offline", "two").HasValue());
  ASSERT_EQ(Listed().size(), 1u);
  EXPECT_EQ(Listed()[0].reason, "two");
  EXPECT_EQ(Listed()[0].since, first);
}

TEST_F(PausesTest, EndOneByOne)
{
  ASSERT_TRUE(pauses.Pause("", "").HasValue());
  ASSERT_TRUE(pauses.Pause("offline", "").HasValue());
  ASSERT_TRUE(pauses.Resume("").HasValue());
  ASSERT_EQ(Listed().size(), 1u);
  EXPECT_EQ(Listed()[0].model, "offline");
  ASSERT_TRUE(pauses.Resume("offline").HasValue());
  EXPECT_TRUE(Listed().empty());
}

}  // namespace
}  // namespace vlm
