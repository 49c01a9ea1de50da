// SPDX-License-Identifier: GPL-3.0-or-later
// How nodes that wait for a model's limits take turns.
#include "Storage/AdmissionFixture.h"

namespace vlm
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;

using AdmissionTurnsTest = AdmissionFixture;

TEST_F(AdmissionTurnsTest, LetsNodesTakeTurns)
{
  const auto first = AskAndSend(a, Concurrent(1));
  EXPECT_FALSE(IsAdmitted(b, Concurrent(1)));
  clock.Advance(milliseconds(100));
  Answer(a, first);
  EXPECT_EQ(Ask(a, Concurrent(1)).ahead, 1) << "b has waited longer";
  clock.Advance(milliseconds(100));
  const auto second = AskAndSend(b, Concurrent(1));
  EXPECT_FALSE(IsAdmitted(a, Concurrent(1)));
  Answer(b, second);
  EXPECT_EQ(Ask(b, Concurrent(1)).ahead, 1) << "now a has";
  EXPECT_TRUE(IsAdmitted(a, Concurrent(1)));
}

TEST_F(AdmissionTurnsTest, LetsANodePassWhereThereIsRoomForThoseAheadToo)
{
  const auto first = AskAndSend(a, Concurrent(2));
  const auto second = AskAndSend(a, Concurrent(2));
  EXPECT_FALSE(IsAdmitted(b, Concurrent(2)));
  clock.Advance(milliseconds(100));
  Answer(a, first);
  EXPECT_FALSE(IsAdmitted(a, Concurrent(2)));
  Answer(a, second);
  EXPECT_TRUE(IsAdmitted(a, Concurrent(2)));
}

TEST_F(AdmissionTurnsTest, LetsNodesTakeTurnsInTheMinuteToo)
{
  AskAndSend(a, PerMinute(1));
  EXPECT_FALSE(IsAdmitted(b, PerMinute(1)));
  for (int second = 0; second < 60; ++second)  // b asks again and again
  {
    clock.Advance(seconds(1));
    if (second < 59)
    {
      EXPECT_FALSE(IsAdmitted(b, PerMinute(1)));
    }
  }
  EXPECT_EQ(Ask(a, PerMinute(1)).ahead, 1);
  EXPECT_TRUE(IsAdmitted(b, PerMinute(1)));
}

TEST_F(AdmissionTurnsTest, WaitsThreeSecondsForANodeThatGaveUp)
{
  const auto first = AskAndSend(a, Concurrent(1));
  EXPECT_FALSE(IsAdmitted(b, Concurrent(1)));
  Answer(a, first);
  clock.Advance(milliseconds(2900));
  EXPECT_FALSE(IsAdmitted(a, Concurrent(1)));
  clock.Advance(milliseconds(200));
  EXPECT_TRUE(IsAdmitted(a, Concurrent(1)));
}

}  // namespace
}  // namespace vlm
