// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Configuration.h"

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
using ::testing::SizeIs;

// Orthanc's configuration with this section "Vlm".
Result<Settings> Read(const std::string& section)
{
  const auto json = ParseJson(R"({"Vlm": )" + section + "}");
  EXPECT_TRUE(json.HasValue()) << section;
  return ReadConfiguration(json.HasValue() ? json.Value() : Json::Value());
}

Settings Accepted(const std::string& section)
{
  auto settings = Read(section);
  EXPECT_TRUE(settings.HasValue()) << (settings.HasValue() ? "" : settings.Failure().message);
  return settings.HasValue() ? std::move(settings).Value() : Settings();
}

std::string Refused(const std::string& section)
{
  const auto settings = Read(section);
  if (settings.HasValue())
  {
    return "accepted " + section;
  }
  EXPECT_EQ(settings.Failure().kind, ErrorKind::BadConfiguration);
  return settings.Failure().message;
}

// Oracle: DESIGN.md section 3 and Resources/DefaultConfiguration.json.
void ExpectDefaults(const Settings& settings)
{
  EXPECT_TRUE(settings.enable);
  EXPECT_TRUE(settings.analyzeOnStore);
  EXPECT_EQ(settings.defaultModel, "offline");
  ASSERT_THAT(settings.models, SizeIs(1));
  EXPECT_EQ(settings.models[0].name, "offline");
  EXPECT_EQ(settings.models[0].type, "Offline");
  EXPECT_EQ(settings.reportLanguage, "en");
  EXPECT_EQ(settings.workers.workers, 2);
  EXPECT_EQ(settings.workers.maximumAttempts, 5);
  EXPECT_EQ(settings.database.location, "OrthancStorage/vlm.db");
  EXPECT_EQ(settings.promptDirectory, "");
  EXPECT_FALSE(settings.egress.isRemoteAllowed);
  EXPECT_THAT(settings.egress.localNetworks, IsEmpty());
  EXPECT_EQ(settings.egress.burnedIn, BurnedInPolicy::Refuse);
  EXPECT_THAT(settings.egress.contextKeys,
              ElementsAre("Modality", "BodyPartExamined", "ViewPosition", "Laterality",
                          "PatientSex", "PatientAgeDecade"));
  ASSERT_THAT(settings.rules, SizeIs(2));
  const auto& series = settings.rules[0];
  EXPECT_EQ(series.level, ResourceLevel::Series);
  EXPECT_EQ(series.maxImages, 8);
  EXPECT_EQ(series.model, "offline");
  EXPECT_FALSE(series.skip);
  ASSERT_THAT(series.conditions, SizeIs(1));
  EXPECT_EQ(series.conditions[0].attribute, RuleAttribute::Modality);
  EXPECT_THAT(series.conditions[0].allowed, ElementsAre("CT", "MR"));
  const auto& instance = settings.rules[1];
  EXPECT_EQ(instance.level, ResourceLevel::Instance);
  EXPECT_EQ(instance.maxImages, 1);
  ASSERT_THAT(instance.conditions, SizeIs(1));
  EXPECT_THAT(instance.conditions[0].allowed, ElementsAre("CR", "DX", "MG", "US"));
}

TEST(Configuration, HasTheDocumentedDefaults)
{
  ExpectDefaults(Accepted("{}"));
  const auto without = ReadConfiguration(Json::Value(Json::objectValue));
  ASSERT_TRUE(without.HasValue());
  ExpectDefaults(without.Value());
}

TEST(Configuration, TakesEverySetting)
{
  const auto settings = Accepted(R"({
    "Enable": false, "AnalyzeOnStore": false, "DefaultModel": "second", "ReportLanguage": "ZH-hans-cn",
    "PromptDirectory": "/etc/prompts", "Egress": {"AllowRemote": true, "BurnedInAnnotation": "Mask"},
    "Models": {"second": {"Type": "Offline"}}, "Database": "/data/q.db", "Workers": 64,
    "MaxAttempts": 100, "Rules": [], "RetentionDays": 36500, "EgressRetentionDays": 1})");
  EXPECT_FALSE(settings.enable);
  EXPECT_FALSE(settings.analyzeOnStore);
  EXPECT_EQ(settings.defaultModel, "second");
  EXPECT_EQ(settings.database.location, "/data/q.db");
  EXPECT_EQ(settings.reportLanguage, "zh-Hans-CN");
  EXPECT_EQ(settings.promptDirectory, "/etc/prompts");
  EXPECT_TRUE(settings.egress.isRemoteAllowed);
  EXPECT_EQ(settings.egress.burnedIn, BurnedInPolicy::Mask);
  EXPECT_EQ(settings.workers.burnedIn, BurnedInPolicy::Mask);
  EXPECT_EQ(settings.workers.workers, 64);
  EXPECT_EQ(settings.workers.maximumAttempts, 100);
  EXPECT_EQ(settings.retention.analyses, std::chrono::hours(876000));
  EXPECT_EQ(settings.retention.egress, std::chrono::hours(24));
  EXPECT_THAT(settings.rules, IsEmpty());
}

TEST(Configuration, AddsModelsToTheEmbeddedOne)
{
  const auto settings = Accepted(R"({"Models": {"second": {"Type": "Offline"}}})");
  ASSERT_THAT(settings.models, SizeIs(2));
  EXPECT_EQ(settings.models[0].name, "offline");
  EXPECT_EQ(settings.models[1].name, "second");
  EXPECT_EQ(settings.defaultModel, "offline");
}

TEST(Configuration, ReadsEveryKeyOfARule)
{
  const auto settings = Accepted(R"({"Models": {"m": {"Type": "Offline"}}, "Rules": [
    {"Modality": "CT", "BodyPartExamined": ["HEAD"], "CalledAet": "A", "RemoteAet": ["B", "C"],
     "SopClassUid": "1.2", "StationName": "S", "Level": "Study", "MaxImages": 64, "Model": "m",
     "Skip": true}, {}, {"Level": "Series"}]})");
  ASSERT_THAT(settings.rules, SizeIs(3));
  const auto& full = settings.rules[0];
  EXPECT_THAT(full.conditions, SizeIs(6));
  EXPECT_EQ(full.level, ResourceLevel::Study);
  EXPECT_EQ(full.maxImages, 64);
  EXPECT_EQ(full.model, "m");
  EXPECT_TRUE(full.skip);
  EXPECT_THAT(full.conditions[3].allowed, ElementsAre("B", "C"));
  const auto& empty = settings.rules[1];
  EXPECT_THAT(empty.conditions, IsEmpty());
  EXPECT_EQ(empty.level, ResourceLevel::Instance);
  EXPECT_EQ(empty.maxImages, 1);
  EXPECT_EQ(empty.model, "offline");
  EXPECT_EQ(settings.rules[2].maxImages, 8);
}

struct Mistake
{
  const char* section;
  const char* key;
  const char* value;
  const char* allowed;
};

TEST(Configuration, NamesKeyValueAndWhatIsAllowed)
{
  const std::vector<Mistake> mistakes = {
      {R"({"Enable": "yes"})", "Vlm.Enable ", "\"yes\"", "true or false"},
      {R"({"AnalyzeOnStore": 1})", "Vlm.AnalyzeOnStore ", "1", "true or false"},
      {R"({"DefaultModel": "gpt"})", "Vlm.DefaultModel ", "\"gpt\"", "offline"},
      {R"({"DefaultModel": 3})", "Vlm.DefaultModel ", "3", "text"},
      {R"({"Database": 3})", "Vlm.Database ", "3", "text"},
      {R"({"Workers": 0})", "Vlm.Workers ", "0", "1 to 64"},
      {R"({"Workers": 65})", "Vlm.Workers ", "65", "1 to 64"},
      {R"({"Workers": "2"})", "Vlm.Workers ", "\"2\"", "1 to 64"},
      {R"({"Workers": 1.5})", "Vlm.Workers ", "1.5", "whole number"},
      {R"({"Workers": 1e99})", "Vlm.Workers ", "e+99", "1 to 64"},
      {R"({"Workers": null})", "Vlm.Workers ", "null", "1 to 64"},
      {R"({"Workers": true})", "Vlm.Workers ", "true", "1 to 64"},
      {R"({"MaxAttempts": 0})", "Vlm.MaxAttempts ", "0", "1 to 100"},
      {R"({"AnalysisHours": "night"})", "Vlm.AnalysisHours ", "night", "20:00-06:00"},
      {R"({"RetentionDays": -1})", "Vlm.RetentionDays ", "-1", "0 to 36500"},
      {R"({"RetentionDays": 36501})", "Vlm.RetentionDays ", "36501", "0 to 36500"},
      {R"({"EgressRetentionDays": 1.5})", "Vlm.EgressRetentionDays ", "1.5", "whole number"},
      {R"({"MaxAttempts": 101})", "Vlm.MaxAttempts ", "101", "1 to 100"},
      {R"({"ReportLanguage": "english"})", "Vlm.ReportLanguage ", "\"english\"", "en"},
      {R"({"ReportLanguage": "e"})", "Vlm.ReportLanguage ", "\"e\"", "en"},
      {R"({"PromptDirectory": 3})", "Vlm.PromptDirectory ", "3", "text"},
      {R"({"Egress": []})", "Vlm.Egress ", "[]", "object"},
      {R"({"Models": []})", "Vlm.Models ", "[]", "object"},
      {R"({"Models": {"m": 5}})", "Vlm.Models.m ", "5", "object"},
      {R"({"Models": {"m": {}}})", "Vlm.Models.m.Type ", "missing", "Offline"},
      {R"({"Models": {"m": {"Type": "Gemma"}}})", "Vlm.Models.m.Type ", "\"Gemma\"", "Offline"},
      {R"({"Rules": {}})", "Vlm.Rules ", "{}", "list"},
      {R"({"Rules": ["CT"]})", "Vlm.Rules[0] ", "\"CT\"", "object"},
      {R"({"Rules": [{}, {"Modality": 5}]})", "Vlm.Rules[1].Modality ", "5", "list of texts"},
      {R"({"Rules": [{"Modality": []}]})", "Vlm.Rules[0].Modality ", "[]", "list of texts"},
      {R"({"Rules": [{"Modality": ["CT", 1]}]})", "Vlm.Rules[0].Modality ", "1", "texts"},
      {R"({"Rules": [{"Level": "Patient"}]})", "Vlm.Rules[0].Level ", "Patient", "Series"},
      {R"({"Rules": [{"MaxImages": 0}]})", "Vlm.Rules[0].MaxImages ", "0", "1 to 64"},
      {R"({"Rules": [{"MaxImages": 65}]})", "Vlm.Rules[0].MaxImages ", "65", "1 to 64"},
      {R"({"Rules": [{"Model": "gpt"}]})", "Vlm.Rules[0].Model ", "\"gpt\"", "offline"},
      {R"({"Rules": [{"Skip": "no"}]})", "Vlm.Rules[0].Skip ", "\"no\"", "true or false"},
      {"5", "Vlm ", "5", "object"},
      {"[]", "Vlm ", "[]", "object"},
      {"null", "Vlm ", "null", "object"}};
  for (const auto& mistake : mistakes)
  {
    const auto message = Refused(mistake.section);
    EXPECT_THAT(message, HasSubstr(mistake.key));
    EXPECT_THAT(message, HasSubstr(mistake.value));
    EXPECT_THAT(message, HasSubstr(mistake.allowed));
  }
}

TEST(Configuration, NamesUnknownKeys)
{
  const std::vector<std::pair<const char*, const char*>> sections = {
      {R"({"Enabled": true})", "Vlm.Enabled "},
      {R"({"workers": 3})", "Vlm.workers "},
      {R"({"Models": {"m": {"Type": "Offline", "Url": "x"}}})", "Vlm.Models.m.Url "},
      {R"({"Rules": [{"Modalities": "CT"}]})", "Vlm.Rules[0].Modalities "},
      {R"({"": 1})", "Vlm. "}};
  for (const auto& [section, key] : sections)
  {
    EXPECT_THAT(Refused(section), HasSubstr(key));
    EXPECT_THAT(Refused(section), HasSubstr("allowed"));
  }
}

TEST(Configuration, PutsTheDatabaseBesideThatOfOrthanc)
{
  const auto pathFor = [](const std::string& configuration)
  {
    const auto json = ParseJson(configuration);
    const auto settings = ReadConfiguration(json.HasValue() ? json.Value() : Json::Value());
    return settings.HasValue() ? settings.Value().database.location : settings.Failure().message;
  };
  EXPECT_EQ(pathFor(R"({"StorageDirectory": "/s"})"), "/s/vlm.db");
  EXPECT_EQ(pathFor(R"({"StorageDirectory": "/s", "IndexDirectory": "/i"})"), "/i/vlm.db");
  EXPECT_EQ(pathFor(R"({"IndexDirectory": "/i"})"), "/i/vlm.db");
  EXPECT_EQ(pathFor(R"({"StorageDirectory": "/s", "IndexDirectory": ""})"), "/s/vlm.db");
  EXPECT_EQ(pathFor(R"({"StorageDirectory": "/s", "Vlm": {"Database": "/d/q"}})"), "/d/q");
}

TEST(Configuration, ReadsRelativePathsFromTheFolderOfTheConfiguration)
{
  const auto json = ParseJson(R"({"Vlm": {"Database": "q.db", "PromptDirectory": "prompts",
      "Models": {"m": {"Type": "OpenAI", "Url": "http://127.0.0.1:1/v1", "Model": "x",
                       "ApiKeyFile": "key"}}}})");
  ASSERT_TRUE(json.HasValue());
  const auto settings = ReadConfiguration(json.Value(), "/etc/orthanc/orthanc.json");
  ASSERT_TRUE(settings.HasValue()) << settings.Failure().message;
  EXPECT_EQ(settings.Value().database.location, "/etc/orthanc/q.db");
  EXPECT_EQ(settings.Value().promptDirectory, "/etc/orthanc/prompts");
  EXPECT_EQ(settings.Value().models.front().apiKeyFile, "/etc/orthanc/key");
}

TEST(PathBesideConfiguration, ReadsRelativePathsFromTheFolderOfTheConfiguration)
{
  EXPECT_EQ(PathBesideConfiguration("db/vlm.db", "/etc/orthanc/orthanc.json"),
            "/etc/orthanc/db/vlm.db");
  EXPECT_EQ(PathBesideConfiguration("vlm.db", "/tmp"), "/tmp/vlm.db")
      << "a folder of configurations";
  EXPECT_EQ(PathBesideConfiguration("/var/vlm.db", "/etc/orthanc/orthanc.json"), "/var/vlm.db");
  EXPECT_EQ(PathBesideConfiguration("vlm.db", ""), "vlm.db");
}

}  // namespace
}  // namespace vlm
