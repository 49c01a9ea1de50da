// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Phrasebook.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

namespace fs = std::filesystem;

const fs::path Texts = fs::path(VLM_SOURCE) / "Resources" / "Texts";

Json::Value Read(const fs::path& file)
{
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto json = ParseJson(text);
  EXPECT_TRUE(json.HasValue()) << file << (json.HasValue() ? "" : json.Failure().message);
  return json.HasValue() ? json.Value() : Json::Value(Json::objectValue);
}

std::multiset<std::string> PlaceholdersOf(const std::string& phrase)
{
  static const std::regex placeholder("\\{[^}]*\\}");
  return {std::sregex_token_iterator(phrase.begin(), phrase.end(), placeholder), {}};
}

std::set<std::string> SubjectsOf(const std::string& language)
{
  std::set<std::string> subjects;
  for (const auto& file : fs::directory_iterator(Texts / language))
  {
    subjects.insert(file.path().filename().string());
  }
  return subjects;
}

TEST(Texts, HaveTheSameSubjectsInEveryLanguageThatIsSpoken)
{
  std::set<std::string> folders;
  for (const auto& folder : fs::directory_iterator(Texts))
  {
    folders.insert(folder.path().filename().string());
    EXPECT_EQ(SubjectsOf(folder.path().filename().string()), SubjectsOf("en"));
  }
  const auto languages = Phrasebook::Languages();
  EXPECT_EQ(folders, std::set<std::string>(languages.begin(), languages.end()));
}

TEST(Texts, HaveTheSameKeysAndPlaceholdersInEveryLanguage)
{
  for (const std::string& language : Phrasebook::Languages())
  {
    for (const std::string& subject : SubjectsOf("en"))
    {
      const Json::Value english = Read(Texts / "en" / subject);
      const Json::Value other = Read(Texts / language / subject);
      ASSERT_EQ(english.getMemberNames(), other.getMemberNames()) << language << " " << subject;
      for (const std::string& key : english.getMemberNames())
      {
        EXPECT_EQ(PlaceholdersOf(english[key].asString()), PlaceholdersOf(other[key].asString()))
            << language << " " << key;
        EXPECT_EQ(key.substr(0, key.find('.')) + ".json", subject);
      }
    }
  }
}

TEST(Texts, AreAllInTheBooks)
{
  for (const std::string& language : Phrasebook::Languages())
  {
    std::size_t phrases = 0;
    for (const std::string& subject : SubjectsOf(language))
    {
      phrases += Read(Texts / language / subject).size();
    }
    EXPECT_EQ(Phrasebook::Of(language).All().size(), phrases) << language;
  }
}

Phrasebook Example(const Phrasebook* english)
{
  return {"xx",
          {{"greet", "{first} and {second}"}, {"open", "a {b"}, {"same", "{x}{x}"}, {"none", ""}},
          english};
}

TEST(Phrasebook, PutsValuesInPlace)
{
  const Phrasebook book = Example(nullptr);
  EXPECT_EQ(book.Say("greet", {{"second", "2"}, {"first", "1"}}), "1 and 2");
  EXPECT_EQ(book.Say("same", {{"x", "ab"}}), "abab");
  EXPECT_EQ(book.Say("none"), "");
}

TEST(Phrasebook, DoesNotSearchValuesForNames)
{
  EXPECT_EQ(Example(nullptr).Say("greet", {{"first", "{second}"}, {"second", "{first}"}}),
            "{second} and {first}");
}

TEST(Phrasebook, LeavesWhatHasNoValueAsItIs)
{
  EXPECT_EQ(Example(nullptr).Say("greet", {{"first", "1"}}), "1 and {second}");
  EXPECT_EQ(Example(nullptr).Say("open", {{"b", "1"}}), "a {b");
}

TEST(Phrasebook, SaysInEnglishOrByKeyWhatItLacks)
{
  const Phrasebook english("en", {{"only", "English"}}, nullptr);
  const Phrasebook book = Example(&english);
  EXPECT_EQ(book.Say("only"), "English");
  EXPECT_TRUE(book.Has("only"));
  EXPECT_EQ(book.Say("no.such"), "no.such");
  EXPECT_FALSE(book.Has("no.such"));
}

TEST(Phrasebook, IsFoundByTagAndElseEnglish)
{
  EXPECT_EQ(Phrasebook::Languages().front(), "en");
  for (const char* tag : {"zh", "zh-CN", "ZH-Hant-TW"})
  {
    EXPECT_EQ(Phrasebook::Of(tag).Language(), "zh") << tag;
  }
  for (const char* tag : {"en-GB", "de", "", "-", "\xff", "zhuang"})
  {
    EXPECT_EQ(Phrasebook::Of(tag).Language(), "en") << tag;
  }
}

}  // namespace
}  // namespace vlm
