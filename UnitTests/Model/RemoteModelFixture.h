// SPDX-License-Identifier: GPL-3.0-or-later
// A remote model whose server answers what a test tells it to, in OpenAI's words.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "Fakes/ScriptedExchange.h"
#include "Model/OpenAiWire.h"
#include "Model/RemoteModel.h"
#include "Model/WireFixtures.h"

namespace vlm
{

// A token that a server may refuse before its time is over.
class CountedToken : public Credentials
{
public:
  Result<Headers> Get(const Cancellation& /*cancellation*/) override
  {
    return Headers{{"Authorization", "Bearer token-" + std::to_string(forgotten_)}};
  }
  bool AreRenewable() const override { return true; }
  void Forget() override { ++forgotten_; }

private:
  int forgotten_ = 0;
};

class RemoteModelTest : public testing::Test
{
protected:
  static const Prompts& Words()
  {
    static const auto prompts = Prompts::Create({});
    EXPECT_TRUE(prompts.HasValue());
    return prompts.Value();
  }

  RemoteModel Model(std::optional<BoxFormat> format,
                    std::unique_ptr<Credentials> credentials = std::make_unique<CountedToken>())
  {
    RemoteModelSettings settings;
    settings.identity = {"local", "OpenAI", "medgemma-4b-it", Words().Version()};
    settings.generation.model = "medgemma-4b-it";
    settings.boxFormat = format;
    settings.contextKeys = {"Modality"};
    return RemoteModel(
        settings, {std::make_unique<OpenAiWire>("http://127.0.0.1:8080/v1"), std::move(credentials),
                   std::make_unique<ScriptedExchange>(script_), Words()});
  }

  static ModelRequest Request()
  {
    ModelImage image{cv::Mat(40, 60, CV_8UC1, cv::Scalar(70)),
                     {},
                     ImageCoordinates(cv::Size(60, 40), cv::Size(60, 40))};
    image.acquisition.modality = "CT";
    ModelRequest request;
    request.images.push_back(image);
    request.analysisId = "analysis-1";
    request.orthancStudyId = "study-1";
    request.egressRule = "rule-1";
    return request;
  }

  ModelReply ReadWell(RemoteModel& model)
  {
    const auto reply = model.Read(Request(), cancellation_);
    EXPECT_TRUE(reply.HasValue()) << reply.Failure().message;
    return reply.HasValue() ? reply.Value() : ModelReply{};
  }

  static std::string Completion(const std::string& content,
                                const std::string& model = "medgemma-4b-it")
  {
    Json::Value body;
    body["model"] = model;
    body["choices"][0]["message"]["content"] = content;
    body["choices"][0]["finish_reason"] = "stop";
    body["usage"]["prompt_tokens"] = 100;
    body["usage"]["completion_tokens"] = 10;
    return WriteJson(body);
  }

  // What a model that finds every shape writes, if it counts in pixels, x first.
  static std::string ShapesInPixels()
  {
    Json::Value reply;
    reply["no_abnormality"] = false;
    for (const KnownShape& shape : MakeSelfTestPicture().shapes)
    {
      Json::Value finding;
      finding["label"] = shape.name;
      for (const int edge : {shape.box.x, shape.box.y, shape.box.x + shape.box.width,
                             shape.box.y + shape.box.height})
      {
        finding["box_2d"].append(edge);
      }
      reply["findings"].append(finding);
    }
    return WriteJson(reply);
  }

  const BoxFormat gemini_{};
  const BoxFormat pixels_{BoxFormat::Order::Xyxy, BoxFormat::Scale::Pixels};
  const std::string refusesFormat_ =
      R"({"error":{"message":"response_format json_schema is not supported"}})";
  const std::string good_ = R"({"findings":[],"no_abnormality":true})";
  ExchangeScript script_;
  Cancellation cancellation_;
};

}  // namespace vlm
