// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/IngestRules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;

IngestRule Rule(const std::string& model, std::vector<RuleCondition> conditions)
{
  IngestRule rule;
  rule.model = model;
  rule.conditions = std::move(conditions);
  return rule;
}

RuleCondition Modality(std::vector<std::string> allowed)
{
  return {RuleAttribute::Modality, std::move(allowed)};
}

AttributeSource Answers(const std::map<RuleAttribute, std::string>& attributes)
{
  return [attributes](RuleAttribute attribute)
  {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? std::string() : found->second;
  };
}

std::string ModelFor(const std::vector<IngestRule>& rules,
                     const std::map<RuleAttribute, std::string>& attributes)
{
  const auto* rule = MatchRule(rules, Answers(attributes));
  return rule == nullptr ? "none" : rule->model;
}

TEST(MatchRule, TakesTheFirstRuleThatMatches)
{
  const std::vector<IngestRule> rules = {Rule("first", {Modality({"MR"})}),
                                         Rule("second", {Modality({"CT", "MR"})}),
                                         Rule("third", {Modality({"CT"})})};
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "MR"}}), "first");
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "CT"}}), "second");
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "US"}}), "none");
  EXPECT_EQ(ModelFor({}, {{RuleAttribute::Modality, "CT"}}), "none");
}

TEST(MatchRule, MatchesEverythingWithoutConditions)
{
  EXPECT_EQ(ModelFor({Rule("any", {})}, {}), "any");
}

TEST(MatchRule, ComparesWithoutRegardToCaseButWhole)
{
  const std::vector<IngestRule> rules = {Rule("m", {Modality({"cT"})})};
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "Ct"}}), "m");
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "CTA"}}), "none");
  EXPECT_EQ(ModelFor(rules, {}), "none");
}

TEST(MatchRule, NeedsAllConditions)
{
  const std::vector<IngestRule> rules = {
      Rule("m", {Modality({"CT"}), {RuleAttribute::CalledAet, {"VLM"}}})};
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "CT"}}), "none");
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "CT"}, {RuleAttribute::CalledAet, "VLM"}}),
            "m");
}

TEST(MatchRule, EndsAtARuleThatSkips)
{
  std::vector<IngestRule> rules = {Rule("skipped", {Modality({"CT"})}), Rule("later", {})};
  rules[0].skip = true;
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "CT"}}), "none");
  EXPECT_EQ(ModelFor(rules, {{RuleAttribute::Modality, "MR"}}), "later");
}

TEST(MatchRule, AsksOnlyWhatIsNeeded)
{
  const std::vector<IngestRule> rules = {
      Rule("m", {Modality({"MR"}), {RuleAttribute::CalledAet, {"VLM"}}}),
      Rule("n", {Modality({"CT"})}), Rule("o", {{RuleAttribute::StationName, {"S"}}})};
  std::vector<RuleAttribute> asked;
  const auto* rule = MatchRule(rules,
                               [&](RuleAttribute attribute)
                               {
                                 asked.push_back(attribute);
                                 return std::string("CT");
                               });
  ASSERT_NE(rule, nullptr);
  EXPECT_THAT(asked, ElementsAre(RuleAttribute::Modality, RuleAttribute::Modality));
  asked.clear();
  ASSERT_NE(MatchRule({Rule("any", {})},
                      [&](RuleAttribute attribute)
                      {
                        asked.push_back(attribute);
                        return std::string();
                      }),
            nullptr);
  EXPECT_THAT(asked, IsEmpty());
}

TEST(CanMatchAnything, IsFalseWhereNoRuleCanBeReached)
{
  IngestRule skipAll;
  skipAll.skip = true;
  IngestRule skipCt = skipAll;
  skipCt.conditions = {Modality({"CT"})};
  EXPECT_FALSE(CanMatchAnything({}));
  EXPECT_FALSE(CanMatchAnything({skipAll, Rule("m", {})}));
  EXPECT_FALSE(CanMatchAnything({skipCt}));
  EXPECT_TRUE(CanMatchAnything({skipCt, Rule("m", {Modality({"MR"})})}));
}

struct SopClass
{
  const char* uid;
  const char* name;
};

// Oracle: names of PS3.6 table A-1.
TEST(ShowsNoPicture, KnowsTheClassesWithoutAcquiredPictures)
{
  const std::vector<SopClass> classes = {
      {"1.2.840.10008.5.1.4.1.1.9.1.1", "12-lead ECG Waveform"},
      {"1.2.840.10008.5.1.4.1.1.9.4.1", "Basic Voice Audio Waveform"},
      {"1.2.840.10008.5.1.4.1.1.11.1", "Grayscale Softcopy Presentation State"},
      {"1.2.840.10008.5.1.4.1.1.66", "Raw Data"},
      {"1.2.840.10008.5.1.4.1.1.66.4", "Segmentation"},
      {"1.2.840.10008.5.1.4.1.1.67", "Real World Value Mapping"},
      {"1.2.840.10008.5.1.4.1.1.68.1", "Surface Scan Mesh"},
      {"1.2.840.10008.5.1.4.1.1.78.6", "Spectacle Prescription Report"},
      {"1.2.840.10008.5.1.4.1.1.88.11", "Basic Text SR"},
      {"1.2.840.10008.5.1.4.1.1.88.59", "Key Object Selection Document"},
      {"1.2.840.10008.5.1.4.1.1.104.1", "Encapsulated PDF"},
      {"1.2.840.10008.5.1.4.1.1.481.2", "RT Dose"},
      {"1.2.840.10008.5.1.4.1.1.481.3", "RT Structure Set"},
      {"1.2.840.10008.5.1.4.1.1.481.5", "RT Plan"},
      {"1.2.840.10008.5.1.4.1.1.481.9", "RT Ion Beams Treatment Record"},
      {"1.2.840.10008.5.1.4.1.1.481.10", "RT Physician Intent"},
      {"1.2.840.10008.5.1.4.1.1.481.11", "RT Segment Annotation"},
      {"1.2.840.10008.5.1.4.1.1.481.22", "RT Treatment Preparation"},
      {"1.2.840.10008.5.1.4.1.1.91.1", "Microscopy Bulk Simple Annotations"},
      {"1.2.840.10008.5.1.4.1.1.4.2", "MR Spectroscopy"},
      {"1.2.840.10008.5.1.4.1.1.79.1", "Macular Grid Thickness and Volume Report"},
      {"1.2.840.10008.5.1.4.1.1.80.1", "Ophthalmic Visual Field Static Perimetry Measurements"},
      {"1.2.840.10008.5.1.4.1.1.90.1", "Content Assessment Results"},
      {"1.2.840.10008.5.1.4.1.1.131", "Basic Structured Display"},
      {"1.2.840.10008.5.1.4.1.1.200.2", "CT Performed Procedure Protocol"}};
  for (const auto& one : classes)
  {
    EXPECT_TRUE(ShowsNoPicture(one.uid, "")) << one.name;
  }
}

TEST(ShowsNoPicture, LeavesThePicturesOfPatients)
{
  const std::vector<SopClass> classes = {
      {"1.2.840.10008.5.1.4.1.1.1", "Computed Radiography"},
      {"1.2.840.10008.5.1.4.1.1.1.1", "Digital X-Ray for Presentation"},
      {"1.2.840.10008.5.1.4.1.1.2", "CT"},
      {"1.2.840.10008.5.1.4.1.1.2.1", "Enhanced CT"},
      {"1.2.840.10008.5.1.4.1.1.4", "MR"},
      {"1.2.840.10008.5.1.4.1.1.4.1", "Enhanced MR"},
      {"1.2.840.10008.5.1.4.1.1.4.4", "Legacy Converted Enhanced MR"},
      {"1.2.840.10008.5.1.4.1.1.6.1", "Ultrasound"},
      {"1.2.840.10008.5.1.4.1.1.7", "Secondary Capture"},
      {"1.2.840.10008.5.1.4.1.1.12.1", "X-Ray Angiographic"},
      {"1.2.840.10008.5.1.4.1.1.13.1.3", "Breast Tomosynthesis"},
      {"1.2.840.10008.5.1.4.1.1.20", "Nuclear Medicine"},
      {"1.2.840.10008.5.1.4.1.1.77.1.4", "VL Photographic"},
      {"1.2.840.10008.5.1.4.1.1.128", "Positron Emission Tomography"},
      {"1.2.840.10008.5.1.4.1.1.481.1", "RT Image"},
      {"1.2.840.10008.5.1.4.1.1.481.23", "Enhanced RT Image"},
      {"1.3.46.670589.2.3.1.1", "a private class"},
      {"", "unknown"}};
  for (const auto& one : classes)
  {
    EXPECT_FALSE(ShowsNoPicture(one.uid, "CT")) << one.name;
    EXPECT_FALSE(ShowsNoPicture(one.uid, "")) << one.name;
  }
}

TEST(ShowsNoPicture, KnowsModalitiesToo)
{
  for (const char* modality : {"SR", "KO", "PR", "DOC", "RTSTRUCT", "RTPLAN", "RTDOSE", "SEG",
                               "REG", "ECG", "AU", "HD", "RTINTENT", "RTSEGANN"})
  {
    EXPECT_TRUE(ShowsNoPicture("", modality)) << modality;
  }
  for (const char* modality : {"CT", "MR", "RTIMAGE", "OT", ""})
  {
    EXPECT_FALSE(ShowsNoPicture("", modality)) << modality;
  }
}

}  // namespace
}  // namespace vlm
