// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ChangeGaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

Json::Value Changes(const std::vector<int>& numbers)
{
  Json::Value changes(Json::arrayValue);
  for (const int number : numbers)
  {
    Json::Value change;
    change["Seq"] = number;
    changes.append(change);
  }
  return changes;
}

const ChangeGaps::Time Begin = ChangeGaps::Time() + std::chrono::hours(1);

Pairs Due(ChangeGaps& gaps, ChangeGaps::Time now = Begin)
{
  Pairs pairs;
  for (const auto& range : gaps.Due(now))
  {
    pairs.emplace_back(range.first, range.last);
  }
  return pairs;
}

TEST(ChangeGaps, AreWhatWasLeftOutBetweenChanges)
{
  ChangeGaps gaps;
  gaps.Note(40, Changes({42, 43, 47}), Begin);
  EXPECT_THAT(Due(gaps), ElementsAre(std::pair(41, 41), std::pair(44, 46)));
}

TEST(ChangeGaps, AreNoneWhereNumbersFollowEachOther)
{
  ChangeGaps gaps;
  gaps.Note(40, Changes({41, 42}), Begin);
  gaps.Note(42, Changes({}), Begin);
  EXPECT_TRUE(gaps.IsEmpty());
}

TEST(ChangeGaps, CloseAsTheirChangesAppear)
{
  ChangeGaps gaps;
  gaps.Note(40, Changes({50}), Begin);
  gaps.Narrow(gaps.Due(Begin).front(), Changes({}));
  EXPECT_THAT(Due(gaps), ElementsAre(std::pair(41, 49)));
  gaps.Narrow(gaps.Due(Begin).front(), Changes({43, 44}));
  EXPECT_THAT(Due(gaps), ElementsAre(std::pair(41, 42), std::pair(45, 49)));
  gaps.Narrow(gaps.Due(Begin).front(), Changes({41, 42}));
  EXPECT_THAT(Due(gaps), ElementsAre(std::pair(45, 49)));
  gaps.Narrow(gaps.Due(Begin).front(), Changes({45, 46, 47, 48, 49}));
  EXPECT_TRUE(gaps.IsEmpty());
}

TEST(ChangeGaps, AreForgottenAfterAWhile)
{
  ChangeGaps gaps;
  gaps.Note(40, Changes({42}), Begin);
  gaps.Note(42, Changes({44}), Begin + std::chrono::seconds(15));
  EXPECT_EQ(Due(gaps, Begin + std::chrono::seconds(20)).size(), 2u);
  EXPECT_THAT(Due(gaps, Begin + std::chrono::seconds(21)), ElementsAre(std::pair(43, 43)));
  EXPECT_THAT(Due(gaps, Begin + std::chrono::hours(1)), IsEmpty());
}

TEST(ChangeGaps, AreBoundedInNumber)
{
  ChangeGaps gaps;
  std::vector<int> odd;
  for (int number = 1; number < 2001; number += 2)
  {
    odd.push_back(number);
  }
  gaps.Note(0, Changes(odd), Begin);
  const auto due = Due(gaps);
  EXPECT_EQ(due.size(), 200u);
  EXPECT_EQ(due.back(), std::pair(std::int64_t{1998}, std::int64_t{1998})) << "the newest";
}

TEST(ChangeGaps, AreUnknownWhereChangesHaveNoNumbers)
{
  ChangeGaps gaps;
  gaps.Note(40, Json::Value(Json::nullValue), Begin);
  Json::Value strange(Json::arrayValue);
  strange.append(Json::Value(Json::objectValue));
  gaps.Note(40, strange, Begin);
  EXPECT_TRUE(gaps.IsEmpty());
}

}  // namespace
}  // namespace vlm
