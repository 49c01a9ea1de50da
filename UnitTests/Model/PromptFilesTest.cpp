// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Model/Prompt.h"

namespace vlm
{
namespace
{

using ::testing::AllOf;
using ::testing::HasSubstr;

Error RefusalOf(const std::string& file, const std::string& text)
{
  const auto prompts = Prompts::Create({{file, text}});
  EXPECT_FALSE(prompts.HasValue()) << file << ": " << text.substr(0, 80);
  return prompts.HasValue() ? Error{} : prompts.Failure();
}

TEST(PromptFiles, EmbeddedAreAccepted)
{
  const auto prompts = Prompts::Create({});
  ASSERT_TRUE(prompts.HasValue()) << prompts.Failure().message;
  EXPECT_THAT(prompts.Value().Version(), ::testing::MatchesRegex("1-[0-9a-f]{8}"));
}

TEST(PromptFiles, HaveAVersionThatFollowsTheirWords)
{
  const std::string embedded = Prompts::Create({}).Value().Version();
  EXPECT_EQ(Prompts::Create({}).Value().Version(), embedded);
  const std::string own = Prompts::Create({{"ct.md", "Look."}}).Value().Version();
  EXPECT_NE(own, embedded);
  EXPECT_NE(Prompts::Create({{"mr.md", "Look."}}).Value().Version(), own);
  EXPECT_EQ(Prompts::Create({{"ct.md", "\xEF\xBB\xBFLook."}}).Value().Version(), own);
}

TEST(PromptFiles, OfOtherNamesAreRefused)
{
  for (const char* name : {"CT.md", "pet.md", "", "../base.md", "base"})
  {
    const Error error = RefusalOf(name, "text");
    EXPECT_EQ(error.kind, ErrorKind::BadConfiguration);
    EXPECT_THAT(error.message, HasSubstr(name));
  }
}

TEST(PromptFiles, WithAPlaceholderWithoutValueAreRefused)
{
  EXPECT_THAT(RefusalOf("ct.md", "Hello {{PATIENT_NAME}}").message,
              AllOf(HasSubstr("ct.md"), HasSubstr("PATIENT_NAME"), HasSubstr("{{LANGUAGE}}")));
  EXPECT_THAT(RefusalOf("zoom.md", "{{SHAPES}}").message, HasSubstr("SHAPES"));
  EXPECT_THAT(RefusalOf("zoom.md", "{{language}}").message, HasSubstr("language"));
  EXPECT_THAT(RefusalOf("zoom.md", "an open {{LANGUAGE").message, HasSubstr("zoom.md"));
}

TEST(PromptFiles, ThatAreEmptyOrTooLargeAreRefused)
{
  EXPECT_THAT(RefusalOf("mr.md", "").message, HasSubstr("empty"));
  EXPECT_THAT(RefusalOf("mr.md", " \r\n\t").message, HasSubstr("empty"));
  EXPECT_THAT(RefusalOf("mr.md", std::string(65537, 'a')).message, HasSubstr("65537"));
  EXPECT_TRUE(Prompts::Create({{"mr.md", std::string(65536, 'a')}}).HasValue());
}

TEST(PromptFiles, NeedTheUserLineWhereThereAreTwoParts)
{
  EXPECT_THAT(RefusalOf("base.md", "all in one").message, HasSubstr("---user---"));
  EXPECT_THAT(RefusalOf("base.md", "a\n---user---\n").message, HasSubstr("---user---"));
  EXPECT_THAT(RefusalOf("self-test.md", "\n---user---\nb").message, HasSubstr("---user---"));
  EXPECT_THAT(RefusalOf("base.md", "a\n---user---\nb\n---user---\nc").message,
              HasSubstr("2 times"));
  EXPECT_THAT(RefusalOf("zoom.md", "a\n---user---\nb").message, HasSubstr("never"));
  EXPECT_TRUE(Prompts::Create({{"base.md", "a\r\n---user---\r\nb"}}).HasValue());
}

}  // namespace
}  // namespace vlm
