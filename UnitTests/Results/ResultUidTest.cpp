// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ResultUid.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

// Oracle: the example of PS3.5, section B.2.
TEST(ResultUid, IsTheDecimalNumberOfItsUuid)
{
  EXPECT_EQ(UidOfUuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
            "2.25.329800735698586629295641978511506172918");
  EXPECT_EQ(UuidOfUid("2.25.329800735698586629295641978511506172918"),
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
}

TEST(ResultUid, KeepsLeadingZeros)
{
  const std::string small = "00000000-0000-0000-0000-00000000000a";
  EXPECT_EQ(UidOfUuid(small), "2.25.10");
  EXPECT_EQ(UuidOfUid("2.25.10"), small);
}

TEST(ResultUid, IsNoneOfWhatIsNoUuid)
{
  EXPECT_EQ(UidOfUuid("no uuid"), "");
  for (const char* uid :
       {"", "2.25.", "2.25.x", "1.2.840.10008.1.1", "2.25.340282366920938463463374607431768211456"})
  {
    EXPECT_FALSE(UuidOfUid(uid)) << uid;
  }
}

TEST(ResultUid, IsStableAndDiffersByRole)
{
  const std::string analysis = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  EXPECT_EQ(ResultUid(analysis, "sr"), ResultUid(analysis, "sr"));
  EXPECT_NE(ResultUid(analysis, "sr"), ResultUid(analysis, "sr-series"));
}

}  // namespace
}  // namespace vlm
