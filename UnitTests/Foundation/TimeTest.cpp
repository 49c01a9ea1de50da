// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Time.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

Timestamp At(long long milliseconds)
{
  return Timestamp(std::chrono::milliseconds(milliseconds));
}

// Oracle: date -u -d @1795498678 +%FT%T
TEST(FormatTimestamp, WritesIso8601InUtc)
{
  EXPECT_EQ(FormatTimestamp(At(1795498678123)), "2026-11-24T05:37:58.123Z");
  EXPECT_EQ(FormatTimestamp(At(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatTimestamp(At(951782400007)), "2000-02-29T00:00:00.007Z");
}

TEST(FormatTimestamp, CountsTheFractionForwardsBefore1970)
{
  EXPECT_EQ(FormatTimestamp(At(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(ParseTimestamp, ReadsWhatFormatTimestampWrites)
{
  EXPECT_EQ(ParseTimestamp("2026-11-24T05:37:58.123Z"), At(1795498678123));
  EXPECT_EQ(ParseTimestamp("2000-02-29T00:00:00.007Z"), At(951782400007));
  EXPECT_EQ(ParseTimestamp("1969-12-31T23:59:59.999Z"), At(-1));
}

TEST(ParseTimestamp, RefusesAllElse)
{
  for (const char* text :
       {"", "now", "2026-11-24", "2026-11-24T05:37:58Z", "2026-02-30T00:00:00.000Z",
        "2026-11-24T05:37:58.123", "2026-11-24T05:37:58.1234Z", " 2026-11-24T05:37:58.123Z",
        "2026-11-24T05:37:58.99999999999999999999Z"})
  {
    EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace vlm
