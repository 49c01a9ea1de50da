// SPDX-License-Identifier: GPL-3.0-or-later
// Writes request bodies of many kinds into the folder VLM_DUMP_REQUESTS, for checkers that are not
// part of this project. Without that variable it only proves that each of them is JSON.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "Model/GeminiWire.h"
#include "Model/OpenAiWire.h"
#include "Model/WireFixtures.h"

namespace vlm
{
namespace
{

void Dump(const std::string& name, const HttpCall& call)
{
  EXPECT_TRUE(BodyOf(call).isObject());
  if (const char* folder = std::getenv("VLM_DUMP_REQUESTS"))
  {
    std::ofstream(std::string(folder) + "/" + name + ".json") << call.body;
  }
}

Question Asked(int pictures, ImageFormat format, bool isRepair)
{
  Question question = QuestionWith(0);
  for (int i = 0; i < pictures; ++i)
  {
    cv::Mat picture(200, 300, i % 2 == 0 ? CV_8UC1 : CV_8UC3, cv::Scalar::all(20));
    cv::circle(picture, {150, 100}, 40 + i, cv::Scalar::all(200), cv::FILLED);
    const auto encoded = EncodePicture(picture, format);
    EXPECT_TRUE(encoded.HasValue());
    question.pictures.push_back(encoded.Value());
  }
  if (isRepair)
  {
    question.repair = ReplyToRepair{"\xff{\"findings\": \xe4\xbd\xa0", "cut off"};
    question.repairInstruction = "Write the whole object again.";
  }
  return question;
}

std::vector<Concessions> AllConcessions()
{
  std::vector<Concessions> all;
  for (int structure = 0; structure < 3; ++structure)
  {
    all.push_back(StructureStep(structure));
  }
  Concessions other;
  other.withCompletionTokens = true;
  all.push_back(other);
  other.withoutTokenLimit = other.withoutTemperature = other.withoutThinking =
      other.withoutSystemRole = true;
  all.push_back(other);
  return all;
}

TEST(RequestDump, CoversWhatMayBeSent)
{
  const GeminiWire gemini("https://generativelanguage.googleapis.com/v1beta");
  const OpenAiWire openAi("http://127.0.0.1:8080/v1");
  int number = 0;
  for (const char* model : {"gemini-2.0-flash", "gemini-2.5-flash", "gemini-2.5-pro",
                            "gemini-3-flash-preview", "medgemma-1.5-4b-it"})
  {
    for (const int pictures : {1, 8})
    {
      for (const Concessions& concessions : AllConcessions())
      {
        const bool isOdd = ++number % 2 == 1;
        const auto format = isOdd ? ImageFormat::Jpeg : ImageFormat::Png;
        const Question question = Asked(pictures, format, number % 3 == 0);
        GenerationSettings settings = SettingsFor(model);
        settings.temperature = isOdd ? std::optional<double>(0.2) : std::nullopt;
        // The public definitions lack thinkingLevel, which Gemini 3 takes.
        const bool isPublic = settings.model.find("gemini-3") == std::string::npos;
        settings.thinking = isPublic && isOdd ? "low" : isPublic ? "off" : "";
        const std::string name = std::to_string(number) + "-" + model;
        Dump("gemini-" + name, gemini.Write(question, settings, concessions));
        Dump("openai-" + name, openAi.Write(question, settings, concessions));
      }
    }
  }
}

}  // namespace
}  // namespace vlm
