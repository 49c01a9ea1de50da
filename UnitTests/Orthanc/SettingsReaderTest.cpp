// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SettingsReader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Json::Value Parsed(const std::string& text)
{
  auto json = ParseJson(text);
  EXPECT_TRUE(json.HasValue());
  return json.HasValue() ? std::move(json).Value() : Json::Value();
}

std::string MessageOf(const SettingsReader& reader)
{
  const auto finished = reader.Finish();
  return finished.HasValue() ? "" : finished.Failure().message;
}

TEST(SettingsReader, GivesWhatIsThereAndElseTheFallback)
{
  const auto json = Parsed(R"({"b": true, "i": -3, "t": "x", "l": ["p", "q"], "one": "r"})");
  SettingsReader reader(json, "S");
  EXPECT_TRUE(reader.Boolean("b", false));
  EXPECT_FALSE(reader.Boolean("no", false));
  EXPECT_EQ(reader.Integer("i", 7, -3, 3), -3);
  EXPECT_EQ(reader.Integer("no", 7, -3, 3), 7);
  EXPECT_EQ(reader.Text("t", "f"), "x");
  EXPECT_EQ(reader.Text("no", "f"), "f");
  EXPECT_EQ(reader.OneOf("t", "x", {"w", "x"}), "x");
  EXPECT_THAT(reader.Texts("l"), ElementsAre("p", "q"));
  EXPECT_THAT(reader.Texts("one"), ElementsAre("r"));
  EXPECT_THAT(reader.Texts("no"), IsEmpty());
  EXPECT_TRUE(reader.Object("no").isObject());
  EXPECT_TRUE(reader.List("no").isArray());
  EXPECT_EQ(MessageOf(reader), "");
}

TEST(SettingsReader, ReadsLargeAndBrokenNumbersAndLists)
{
  const auto json = Parsed(R"({"l": 1000000000000, "n": 0.5, "w": 2, "e": [], "t": ["x"],
                               "z": null})");
  SettingsReader reader(json, "S");
  EXPECT_EQ(reader.LargeInteger("l", 0, 0, 1000000000000), 1000000000000);
  EXPECT_DOUBLE_EQ(reader.Number("n", 1.0, 0.0, 2.0), 0.5);
  EXPECT_DOUBLE_EQ(reader.Number("w", 1.0, 0.0, 2.0), 2.0);
  EXPECT_DOUBLE_EQ(reader.Number("no", 1.0, 0.0, 2.0), 1.0);
  EXPECT_THAT(reader.TextList("e", {"fallback"}), IsEmpty());
  EXPECT_THAT(reader.TextList("t", {}), ElementsAre("x"));
  EXPECT_THAT(reader.TextList("no", {"fallback"}), ElementsAre("fallback"));
  EXPECT_TRUE(reader.HasNull("z"));
  EXPECT_FALSE(reader.HasNull("n"));
  EXPECT_EQ(MessageOf(reader), "");
}

TEST(SettingsReader, RefusesWithoutRepeatingASecret)
{
  const auto json = Parsed(R"({"k": "sk-secret"})");
  SettingsReader reader(json, "S");
  reader.Text("k", "");
  reader.RefuseUnseen("k", "a name is needed");
  EXPECT_EQ(MessageOf(reader), "S.k cannot be used; a name is needed.");
}

TEST(SettingsReader, TellsTheFirstProblem)
{
  const auto json = Parsed(R"({"a": 1, "b": 2})");
  SettingsReader reader(json, "Vlm");
  reader.Boolean("b", false);
  reader.Boolean("a", false);
  EXPECT_EQ(MessageOf(reader), "Vlm.b is 2; allowed: true or false.");
}

TEST(SettingsReader, TellsAProblemBeforeAnUnknownKey)
{
  const auto json = Parsed(R"({"aaa": 1, "b": 2})");
  SettingsReader reader(json, "Vlm");
  reader.Text("b", "");
  EXPECT_THAT(MessageOf(reader), HasSubstr("Vlm.b "));
}

TEST(SettingsReader, StandsWhatIsNoObject)
{
  for (const char* text : {"null", "5", "[]", "\"x\""})
  {
    const auto json = Parsed(text);
    SettingsReader reader(json, "Vlm");
    EXPECT_FALSE(reader.Has("a"));
    EXPECT_EQ(reader.Integer("a", 4, 0, 9), 4);
    EXPECT_THAT(MessageOf(reader), HasSubstr("must be an object"));
  }
}

}  // namespace
}  // namespace vlm
