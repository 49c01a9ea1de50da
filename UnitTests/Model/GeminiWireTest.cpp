// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: generateContent as Google's API reference writes it.
#include "Model/GeminiWire.h"

#include <gtest/gtest.h>

#include "Foundation/Encoding.h"
#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

const std::string Endpoint = "https://generativelanguage.googleapis.com/v1beta";

HttpCall Written(const Question& question, const GenerationSettings& settings,
                 const Concessions& concessions = {})
{
  return GeminiWire(Endpoint).Write(question, settings, concessions);
}

Json::Value ConfigFor(const std::string& model, const std::string& thinking,
                      const Concessions& concessions = {})
{
  GenerationSettings settings = SettingsFor(model);
  settings.thinking = thinking;
  settings.temperature = 0.5;
  return BodyOf(Written(QuestionWith(1), settings, concessions))["generationConfig"];
}

TEST(GeminiWire, AsksTheModelThatItIsToldTo)
{
  const auto call = Written(QuestionWith(1), SettingsFor("gemini-2.5-flash"));
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.url, Endpoint + "/models/gemini-2.5-flash:generateContent");
  EXPECT_EQ(Written(QuestionWith(1), SettingsFor("models/gemini-2.5-flash")).url, call.url);
  EXPECT_EQ(Written(QuestionWith(1), SettingsFor("tunedModels/mine")).url,
            Endpoint + "/tunedModels/mine:generateContent");
}

TEST(GeminiWire, KeepsAModelNameFromChangingTheAddress)
{
  EXPECT_EQ(Written(QuestionWith(1), SettingsFor("a/../b?key=x#y z")).url,
            Endpoint + "/models/a%2F..%2Fb%3Fkey%3Dx%23y%20z:generateContent");
}

TEST(GeminiWire, KnowsVertexAddresses)
{
  EXPECT_EQ(VertexEndpoint("my-project", "europe-west4"),
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/"
            "europe-west4/publishers/google");
  const std::string global = VertexEndpoint("p", "global");
  EXPECT_EQ(global,
            "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google");
  const auto call =
      GeminiWire(global).Write(QuestionWith(1), SettingsFor("publishers/acme/models/eye-1"), {});
  EXPECT_EQ(call.url,
            "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/"
            "acme/models/eye-1:generateContent");
}

TEST(GeminiWire, SendsPicturesBeforeTheTask)
{
  const Question question = QuestionWith(1);
  const Json::Value body = BodyOf(Written(question, SettingsFor("gemini-2.5-flash")));
  EXPECT_EQ(body["systemInstruction"]["parts"][0]["text"], question.system);
  ASSERT_EQ(body["contents"].size(), 1U);
  EXPECT_EQ(body["contents"][0]["role"], "user");
  const Json::Value& parts = body["contents"][0]["parts"];
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0]["inlineData"]["mimeType"], "image/png");
  EXPECT_EQ(parts[0]["inlineData"]["data"], Base64(question.pictures[0].bytes));
  EXPECT_EQ(parts[1]["text"], question.user);
}

TEST(GeminiWire, NumbersSeveralPictures)
{
  const Json::Value parts =
      BodyOf(Written(QuestionWith(3), SettingsFor("gemini-2.5-flash")))["contents"][0]["parts"];
  ASSERT_EQ(parts.size(), 7U);
  EXPECT_EQ(parts[0]["text"], "Image 0:");
  EXPECT_TRUE(parts[1].isMember("inlineData"));
  EXPECT_EQ(parts[4]["text"], "Image 2:");
}

TEST(GeminiWire, ShowsTheModelItsBrokenReply)
{
  Question question = QuestionWith(1);
  question.repair = ReplyToRepair{std::string(50000, 'x'), "no list"};
  question.repairInstruction = "Write it again.";
  const Json::Value contents =
      BodyOf(Written(question, SettingsFor("gemini-2.5-flash")))["contents"];
  ASSERT_EQ(contents.size(), 3U);
  EXPECT_EQ(contents[1]["role"], "model");
  EXPECT_LE(contents[1]["parts"][0]["text"].asString().size(), 20480U);
  EXPECT_EQ(contents[2]["role"], "user");
  EXPECT_EQ(contents[2]["parts"][0]["text"], "Write it again.");
}

TEST(GeminiWire, DegradesStepByStep)
{
  const Json::Value full = ConfigFor("gemini-2.5-flash", "");
  EXPECT_EQ(full["responseMimeType"], "application/json");
  EXPECT_EQ(full["responseSchema"]["type"], "OBJECT");
  EXPECT_EQ(full["maxOutputTokens"], 8192);
  EXPECT_EQ(full["temperature"], 0.5);
  const Json::Value json = ConfigFor("gemini-2.5-flash", "", StructureStep(1));
  EXPECT_EQ(json["responseMimeType"], "application/json");
  EXPECT_FALSE(json.isMember("responseSchema"));
  const Json::Value plain = ConfigFor("gemini-2.5-flash", "", StructureStep(2));
  EXPECT_FALSE(plain.isMember("responseMimeType"));
  EXPECT_FALSE(plain.isMember("responseSchema"));
}

TEST(GeminiWire, SpeaksOfThinkingAsTheFamilyDoes)
{
  EXPECT_EQ(ConfigFor("gemini-2.5-flash", "off")["thinkingConfig"]["thinkingBudget"], 0);
  EXPECT_EQ(ConfigFor("models/gemini-2.5-pro", "off")["thinkingConfig"]["thinkingBudget"], 128);
  EXPECT_EQ(ConfigFor("gemini-2.5-flash", "medium")["thinkingConfig"]["thinkingBudget"], 8192);
  EXPECT_EQ(ConfigFor("gemini-2.5-flash", "2000")["thinkingConfig"]["thinkingBudget"], 2000);
  EXPECT_EQ(ConfigFor("gemini-3-flash-preview", "off")["thinkingConfig"]["thinkingLevel"], "LOW");
  EXPECT_EQ(ConfigFor("gemini-3.1-pro", "high")["thinkingConfig"]["thinkingLevel"], "HIGH");
  for (const char* model : {"gemini-2.0-flash", "gemma-3-27b-it", "gemini-flash-latest"})
  {
    EXPECT_FALSE(ConfigFor(model, "high").isMember("thinkingConfig")) << model;
  }
  EXPECT_FALSE(ConfigFor("gemini-2.5-flash", "").isMember("thinkingConfig"));
  EXPECT_FALSE(ConfigFor("gemini-3-pro", "-1").isMember("thinkingConfig"));
}

TEST(GeminiWire, LeavesTheTemperatureOfGemini3Alone)
{
  EXPECT_FALSE(ConfigFor("gemini-3-pro-preview", "").isMember("temperature"));
  EXPECT_TRUE(ConfigFor("gemini-2.0-flash", "").isMember("temperature"));
}

TEST(GeminiWire, PutsTheSystemTextIntoTheTaskForModelsWithoutOne)
{
  Concessions concessions;
  concessions.withoutSystemRole = true;
  const Json::Value body =
      BodyOf(Written(QuestionWith(1), SettingsFor("gemma-3-4b-it"), concessions));
  EXPECT_FALSE(body.isMember("systemInstruction"));
  EXPECT_EQ(body["contents"][0]["parts"][1]["text"].asString().rfind("You are a radiologist.", 0),
            0U);
}

TEST(GeminiWire, BlocksOnlyWhatIsSurelyHarmful)
{
  const Json::Value all =
      BodyOf(Written(QuestionWith(1), SettingsFor("gemini-2.5-flash")))["safetySettings"];
  ASSERT_EQ(all.size(), 4U);
  for (const Json::Value& setting : all)
  {
    EXPECT_EQ(setting["threshold"], "BLOCK_ONLY_HIGH");
  }
}

std::optional<Concessions> ConcededAfter(const std::string& message, const Concessions& before = {})
{
  const std::string body =
      R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":")" + message + R"("}})";
  return GeminiWire(Endpoint).Concede(RefusedWith(400, body), before);
}

TEST(GeminiWire, ConcedesWhatTheServerSpeaksOf)
{
  EXPECT_EQ(ConcededAfter("The specified schema produces a constraint that has too many states."),
            StructureStep(1));
  EXPECT_EQ(ConcededAfter("JSON mode is not enabled for models/gemma-3-4b-it"), StructureStep(2));
  Concessions withoutThinking;
  withoutThinking.withoutThinking = true;
  EXPECT_EQ(ConcededAfter("Thinking level is not supported for this model."), withoutThinking);
  Concessions withoutSystem;
  withoutSystem.withoutSystemRole = true;
  EXPECT_EQ(ConcededAfter("Developer instruction is not enabled for models/gemma-3-4b-it"),
            withoutSystem);
}

TEST(GeminiWire, ConcedesNothingThatWouldNotHelp)
{
  EXPECT_FALSE(ConcededAfter("Unable to process input image.").has_value());
  EXPECT_FALSE(ConcededAfter("The response schema is bad.", StructureStep(2)).has_value());
  EXPECT_FALSE(
      GeminiWire(Endpoint)
          .Concede(RefusedWith(400, R"({"error":{"message":"bad schema and key","details":[{"@type":
"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})"),
                   {})
          .has_value());
}

}  // namespace
}  // namespace vlm
