// SPDX-License-Identifier: GPL-3.0-or-later
// Questions and answers for tests of the model APIs.
#pragma once

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <string>

#include "Foundation/Json.h"
#include "Model/WireFormat.h"

namespace vlm
{

inline EncodedPicture SmallPicture(int columns = 12)
{
  const auto picture =
      EncodePicture(cv::Mat(8, columns, CV_8UC1, cv::Scalar(90)), ImageFormat::Png);
  EXPECT_TRUE(picture.HasValue());
  return picture.Value();
}

inline Question QuestionWith(int pictures)
{
  Question question;
  question.system = "You are a radiologist.";
  question.user = "Report \"findings\" as JSON.";
  for (int i = 0; i < pictures; ++i)
  {
    question.pictures.push_back(SmallPicture(12 + i));
  }
  return question;
}

inline GenerationSettings SettingsFor(const std::string& model)
{
  GenerationSettings settings;
  settings.model = model;
  return settings;
}

inline Concessions StructureStep(int step)
{
  Concessions concessions;
  concessions.structure = step;
  return concessions;
}

inline Json::Value BodyOf(const HttpCall& call)
{
  const auto json = ParseJson(call.body);
  EXPECT_TRUE(json.HasValue()) << call.body.substr(0, 500);
  return json.HasValue() ? json.Value() : Json::Value();
}

inline HttpReply Answered(const std::string& body, const std::string& type = "application/json")
{
  HttpReply reply;
  reply.status = 200;
  reply.headers["content-type"] = type;
  reply.body = body;
  return reply;
}

inline HttpReply RefusedWith(int status, const std::string& body)
{
  HttpReply reply = Answered(body);
  reply.status = status;
  return reply;
}

}  // namespace vlm
