// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: wall clocks of Central European Time, whose changes are on the last Sundays of March and
// October: in 2026 on 29 March 01:00 UTC and 25 October 01:00 UTC.
#include "Pipeline/AnalysisHours.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace vlm
{
namespace
{

class AnalysisHoursTest : public ::testing::Test
{
protected:
  AnalysisHoursTest()
  {
    const char* zone = std::getenv("TZ");
    before_ = zone == nullptr ? std::optional<std::string>() : zone;
    SetZone("CET-1CEST,M3.5.0,M10.5.0/3");
  }
  ~AnalysisHoursTest() override
  {
    if (before_)
    {
      SetZone(*before_);
    }
    else
    {
      unsetenv("TZ");
      tzset();
    }
  }
  static void SetZone(const std::string& zone) { setenv("TZ", zone.c_str(), 1); }
  static Timestamp Utc(const std::string& text) { return *ParseTimestamp(text); }
  static AnalysisHours Hours(const std::string& text)
  {
    const auto hours = AnalysisHours::Parse(text);
    EXPECT_TRUE(hours.HasValue()) << text;
    return hours.HasValue() ? hours.Value() : AnalysisHours();
  }

private:
  std::optional<std::string> before_;
};

TEST_F(AnalysisHoursTest, AreAlwaysWhereNothingIsWritten)
{
  for (const char* text : {"", "  "})
  {
    EXPECT_TRUE(Hours(text).AreAlways());
    EXPECT_TRUE(Hours(text).Include(Utc("2026-07-01T12:00:00.000Z")));
    EXPECT_FALSE(Hours(text).NextLook(Utc("2026-07-01T12:00:00.000Z")));
  }
}

TEST_F(AnalysisHoursTest, PassMidnight)
{
  const auto night = Hours("20:00-06:00");
  EXPECT_FALSE(night.Include(Utc("2026-01-10T18:59:59.999Z"))) << "19:59 in winter";
  EXPECT_TRUE(night.Include(Utc("2026-01-10T19:00:00.000Z")));
  EXPECT_TRUE(night.Include(Utc("2026-01-10T23:00:00.000Z"))) << "midnight";
  EXPECT_TRUE(night.Include(Utc("2026-01-11T04:59:59.999Z")));
  EXPECT_FALSE(night.Include(Utc("2026-01-11T05:00:00.000Z"))) << "06:00 does not belong to it";
}

TEST_F(AnalysisHoursTest, FollowTheChangeToSummerTimeAndBack)
{
  const auto late = Hours("02:30-03:30");
  // In March the clock goes from 02:00 to 03:00.
  EXPECT_FALSE(late.Include(Utc("2026-03-29T00:59:00.000Z"))) << "01:59";
  EXPECT_TRUE(late.Include(Utc("2026-03-29T01:00:00.000Z"))) << "03:00";
  EXPECT_FALSE(late.Include(Utc("2026-03-29T01:30:00.000Z"))) << "03:30";
  // In October from 03:00 back to 02:00.
  EXPECT_TRUE(late.Include(Utc("2026-10-25T00:45:00.000Z"))) << "02:45 for the first time";
  EXPECT_FALSE(late.Include(Utc("2026-10-25T01:15:00.000Z"))) << "02:15 once more";
  EXPECT_TRUE(late.Include(Utc("2026-10-25T01:45:00.000Z"))) << "02:45 once more";
  const auto night = Hours("20:00-06:00");
  EXPECT_TRUE(night.Include(Utc("2026-03-29T03:59:00.000Z"))) << "05:59 in summer";
  EXPECT_FALSE(night.Include(Utc("2026-03-29T04:00:00.000Z"))) << "06:00 in summer";
}

TEST_F(AnalysisHoursTest, FollowTheServerToAnotherZone)
{
  const auto night = Hours("20:00-06:00");
  const auto noon = Utc("2026-01-10T12:00:00.000Z");
  EXPECT_FALSE(night.Include(noon));
  SetZone("JST-9");
  EXPECT_TRUE(night.Include(noon)) << "21:00 in Tokyo";
}

TEST_F(AnalysisHoursTest, MayBeSeveral)
{
  const auto hours = Hours(" 12:00-13:30, 20:00-24:00 ,0:00-6:00");
  EXPECT_TRUE(hours.Include(Utc("2026-01-10T11:00:00.000Z")));
  EXPECT_FALSE(hours.Include(Utc("2026-01-10T12:30:00.000Z")));
  EXPECT_TRUE(hours.Include(Utc("2026-01-10T22:59:00.000Z"))) << "23:59";
  EXPECT_TRUE(hours.Include(Utc("2026-01-10T23:00:00.000Z"))) << "00:00";
  EXPECT_FALSE(hours.Include(Utc("2026-01-10T05:00:00.000Z"))) << "06:00";
}

TEST_F(AnalysisHoursTest, ChangeAtFullMinutesOnly)
{
  EXPECT_EQ(Hours("20:00-06:00").NextLook(Utc("2026-01-10T18:59:30.250Z")),
            Utc("2026-01-10T19:00:00.000Z"));
}

TEST_F(AnalysisHoursTest, RefuseWhatIsNoSpan)
{
  for (const std::string& text :
       {std::string("night"), std::string("20:00"), std::string("20:00-"),
        std::string("25:00-06:00"), std::string("20:60-06:00"), std::string("20:00-24:01"),
        std::string("20:00-20:00"), std::string("20:00-06:00,"), std::string(","),
        std::string("20-06"), std::string("20:00-06:00 06:00-07:00"), std::string(100000, '1')})
  {
    const auto hours = AnalysisHours::Parse(text);
    ASSERT_FALSE(hours.HasValue()) << text.substr(0, 40);
    EXPECT_EQ(hours.Failure().kind, ErrorKind::BadConfiguration);
    EXPECT_NE(hours.Failure().message.find("20:00-06:00"), std::string::npos);
    EXPECT_LT(hours.Failure().message.size(), 300u);
  }
}

}  // namespace
}  // namespace vlm
