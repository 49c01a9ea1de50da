// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OutputConfiguration.h"

#include <gmock/gmock.h>

#include "Orthanc/ConfigurationSections.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

OutputSettings Accepted(const std::string& section)
{
  auto outputs = ReadOutputs(ConfigurationSection(section));
  EXPECT_TRUE(outputs.HasValue()) << (outputs.HasValue() ? "" : outputs.Failure().message);
  return outputs.HasValue() ? std::move(outputs).Value() : OutputSettings();
}

// Oracle: Resources/DefaultConfiguration.json.
TEST(OutputConfiguration, HasTheDocumentedDefaults)
{
  const auto outputs = Accepted("{}");
  EXPECT_TRUE(outputs.structuredReport);
  EXPECT_TRUE(outputs.secondaryCapture);
  EXPECT_FALSE(outputs.encapsulatedPdf);
  EXPECT_FALSE(outputs.presentationState);
  EXPECT_FALSE(outputs.parametricMap);
  EXPECT_TRUE(outputs.labels);
  EXPECT_EQ(outputs.labelNames.finding, "ai-finding");
  EXPECT_EQ(outputs.labelNames.noFinding, "ai-no-finding");
  EXPECT_EQ(outputs.labelNames.failed, "ai-failed");
  EXPECT_THAT(outputs.sendTo, IsEmpty());
  EXPECT_EQ(outputs.superseded, OutputSettings::Superseded::Keep);
}

TEST(OutputConfiguration, TakesEverySetting)
{
  const auto outputs = Accepted(R"({"StructuredReport": false, "SecondaryCapture": false,
    "EncapsulatedPdf": true, "PresentationState": true, "ParametricMap": true, "Labels": false,
    "LabelNames": {"Finding": "A_1", "NoFinding": "b-2"},
    "SendTo": ["pacs_1", "modality:x", "peer:x"], "Superseded": "Remove"})");
  EXPECT_FALSE(outputs.structuredReport);
  EXPECT_FALSE(outputs.secondaryCapture);
  EXPECT_TRUE(outputs.encapsulatedPdf);
  EXPECT_TRUE(outputs.presentationState);
  EXPECT_TRUE(outputs.parametricMap);
  EXPECT_FALSE(outputs.labels);
  EXPECT_EQ(outputs.labelNames.finding, "A_1");
  EXPECT_EQ(outputs.labelNames.noFinding, "b-2");
  EXPECT_EQ(outputs.labelNames.failed, "ai-failed");
  EXPECT_THAT(outputs.sendTo, ElementsAre("pacs_1", "modality:x", "peer:x"));
  EXPECT_EQ(outputs.superseded, OutputSettings::Superseded::Remove);
}

TEST(OutputConfiguration, NamesKeyAndWhatIsAllowed)
{
  const std::string tooLong(65, 'a');
  const std::string longLabel = R"({"LabelNames": {"Failed": ")" + tooLong + R"("}})";
  const std::vector<Mistake> mistakes = {
      {R"({"StructuredReport": 1})", "Vlm.Outputs.StructuredReport ", "true or false"},
      {R"({"Labels": "yes"})", "Vlm.Outputs.Labels ", "true or false"},
      {R"({"Superseded": "keep"})", "Vlm.Outputs.Superseded ", "Keep, Remove"},
      {R"({"LabelNames": []})", "Vlm.Outputs.LabelNames ", "object"},
      {R"({"LabelNames": {"Finding": ""}})", "Vlm.Outputs.LabelNames.Finding ", "1 to 64"},
      {R"({"LabelNames": {"Finding": "a b"}})", "Vlm.Outputs.LabelNames.Finding ", "A-Z"},
      {R"({"LabelNames": {"NoFinding": "ö"}})", "Vlm.Outputs.LabelNames.NoFinding ", "A-Z"},
      {longLabel.c_str(), "Vlm.Outputs.LabelNames.Failed ", "1 to 64"},
      {R"({"LabelNames": {"Failed": "ai-finding"}})", "Vlm.Outputs.LabelNames.Failed ", "its own"},
      {R"({"LabelNames": {"Finding": "ai-failed"}})", "Vlm.Outputs.LabelNames.Failed ", "its own"},
      {R"({"LabelNames": {"Abstained": "x"}})", "Vlm.Outputs.LabelNames.Abstained ", "NoFinding"},
      {R"({"SendTo": "pacs"})", "Vlm.Outputs.SendTo ", "list of texts"},
      {R"({"SendTo": [1]})", "Vlm.Outputs.SendTo ", "list of texts"},
      {R"({"SendTo": [""]})", "Vlm.Outputs.SendTo ", "peer:NAME"},
      {R"({"SendTo": ["a/b"]})", "Vlm.Outputs.SendTo ", "peer:NAME"},
      {R"({"SendTo": [".."]})", "Vlm.Outputs.SendTo ", "peer:NAME"},
      {R"({"SendTo": ["peer:"]})", "Vlm.Outputs.SendTo ", "peer:NAME"},
      {R"({"SendTo": ["a", "a"]})", "Vlm.Outputs.SendTo ", "once"},
      {R"({"SendTo": ["a"], "StructuredReport": false, "SecondaryCapture": false})",
       "Vlm.Outputs.SendTo ", "nothing to send"},
      {R"({"StructuredReports": true})", "Vlm.Outputs.StructuredReports ", "ParametricMap"},
      {"5", "Vlm.Outputs ", "object"}};
  for (const auto& mistake : mistakes)
  {
    const auto outputs = ReadOutputs(ConfigurationSection(mistake.members));
    ASSERT_FALSE(outputs.HasValue()) << mistake.members;
    EXPECT_EQ(outputs.Failure().kind, ErrorKind::BadConfiguration);
    EXPECT_THAT(outputs.Failure().message, HasSubstr(mistake.key));
    EXPECT_THAT(outputs.Failure().message, HasSubstr(mistake.allowed));
  }
}

}  // namespace
}  // namespace vlm
