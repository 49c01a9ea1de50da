// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Options.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(Options, AreReadInBothForms)
{
  const auto read = ParseOptions({"--truth",
                                  "t.json",
                                  "--simulate",
                                  "--error-px=20",
                                  "--outliers",
                                  "0.2",
                                  "--hallucinations",
                                  "0.3",
                                  "--hallucination-kind",
                                  "consistent",
                                  "--calls",
                                  "3",
                                  "--pixel-evidence",
                                  "off",
                                  "--seed",
                                  "7",
                                  "--json",
                                  "out.json",
                                  "--noise",
                                  "assumed"});
  ASSERT_TRUE(read.HasValue()) << read.Failure().message;
  const Options& options = read.Value();
  EXPECT_TRUE(options.isSimulated);
  EXPECT_EQ(options.simulation.errorPx, 20.0);
  EXPECT_EQ(options.simulation.outliers, 0.2);
  EXPECT_EQ(options.simulation.hallucinations, 0.3);
  EXPECT_EQ(options.simulation.kind, SimulationSettings::Hallucinations::Consistent);
  EXPECT_EQ(options.simulation.calls, 3);
  EXPECT_EQ(options.simulation.seed, 7U);
  EXPECT_EQ(options.simulation.basis, ReadingNoise::Basis::Assumed);
  EXPECT_FALSE(options.usesPixelEvidence);
  EXPECT_EQ(options.jsonPath, "out.json");
}

TEST(Options, OfTheIssueHaveItsDefaults)
{
  const auto read = ParseOptions({"--truth", "t.json", "--simulate"});
  ASSERT_TRUE(read.HasValue());
  EXPECT_EQ(read.Value().simulation.errorPx, 80.0);
  EXPECT_EQ(read.Value().simulation.boxScale, 0.3);
  EXPECT_EQ(read.Value().simulation.calls, 4);
  EXPECT_TRUE(read.Value().usesPixelEvidence);
}

struct Wrong
{
  std::vector<std::string> arguments;
  std::string mustSay;
};

TEST(Options, ThatAreWrongAreNamed)
{
  const std::vector<Wrong> all = {
      {{}, "--truth"},
      {{"--truth"}, "--truth needs a value"},
      {{"--truth", "t"}, "--simulate or --model"},
      {{"--truth", "t", "--simulate", "--model", "offline"}, "--simulate or --model"},
      {{"--truth", "t", "--model", "gemini"}, "--config"},
      {{"--truth", "t", "--model", "offline", "--error-px", "3"}, "--error-px is for --simulate"},
      {{"--truth", "t", "--simulate", "--outliers", "1.5"}, "--outliers is '1.5'"},
      {{"--truth", "t", "--simulate", "--outliers", "nan"}, "--outliers is 'nan'"},
      {{"--truth", "t", "--simulate", "--calls", "0"}, "--calls is '0'"},
      {{"--truth", "t", "--simulate", "--calls", "4x"}, "--calls is '4x'"},
      {{"--truth", "t", "--simulate", "--seed", "-1"}, "--seed is '-1'"},
      {{"--truth", "t", "--simulate", "--pixel-evidence", "yes"}, "on or off"},
      {{"--truth", "t", "--simulate=yes"}, "takes no value"},
      {{"--truth", "t", "--simulate", "--colour", "red"}, "--colour is no option"},
      {{"truth.json"}, "truth.json is no option"}};
  for (const auto& wrong : all)
  {
    const auto read = ParseOptions(wrong.arguments);
    ASSERT_FALSE(read.HasValue()) << wrong.mustSay;
    EXPECT_NE(read.Failure().message.find(wrong.mustSay), std::string::npos)
        << read.Failure().message;
  }
}

TEST(Options, AreAllInTheUsageText)
{
  ASSERT_TRUE(ParseOptions({"--help"}).HasValue());
  for (const char* name : {"--truth", "--hallucination-kind", "--html", "--limit"})
  {
    EXPECT_NE(UsageText().find(name), std::string::npos);
  }
}

}  // namespace
}  // namespace vlm
