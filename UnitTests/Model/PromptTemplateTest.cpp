// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/PromptTemplate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(PromptTemplate, PutsValuesInThePlaceOfPlaceholders)
{
  EXPECT_EQ(Expanded("a {{X}}{{Y}} b {{X}}", {{"X", "1"}, {"Y", ""}}), "a 1 b 1");
  EXPECT_EQ(Expanded("", {}), "");
}

TEST(PromptTemplate, DoesNotExpandWhatIsInAValue)
{
  EXPECT_EQ(Expanded("{{X}} {{Y}}", {{"X", "{{Y}}"}, {"Y", "{{X}} {{"}}), "{{Y}} {{X}} {{");
  EXPECT_EQ(Expanded("{{X}}Y}}", {{"X", "{{"}, {"Y", "no"}}), "{{Y}}");
}

TEST(PromptTemplate, KeepsAPlaceholderWithoutAValue)
{
  EXPECT_EQ(Expanded("a {{Z}} b", {}), "a {{Z}} b");
  EXPECT_EQ(Expanded("a {{Z", {{"Z", "1"}}), "a {{Z");
}

TEST(PromptTemplate, NamesThePlaceholders)
{
  EXPECT_THAT(PlaceholdersOf("{{A}} { {B}} {{ C }} {{D"), ElementsAre("A", " C ", "{{D"));
  EXPECT_THAT(PlaceholdersOf("none } }} {"), IsEmpty());
}

TEST(PromptTemplate, SplitsAtTheUserLine)
{
  EXPECT_THAT(SplitAtUserLine(" a \nb\n---user---\n\nc\n"), Pair("a \nb", "c"));
  EXPECT_THAT(SplitAtUserLine("a ---user--- b\n"), Pair("a ---user--- b", ""));
  EXPECT_THAT(SplitAtUserLine("---user---"), Pair("", ""));
  EXPECT_EQ(CountUserLines("a\n---user---\n---user---\nb"), 2);
  EXPECT_EQ(CountUserLines("a ---user---\nb"), 0);
}

}  // namespace
}  // namespace vlm
