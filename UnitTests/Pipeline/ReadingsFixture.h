// SPDX-License-Identifier: GPL-3.0-or-later
// Readings of drawn frames by a scripted model.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "Fakes/MemoryImageArchive.h"
#include "Fakes/ScriptedModel.h"
#include "Foundation/Json.h"
#include "Pipeline/Readings.h"

namespace vlm
{

constexpr const char* NothingFound = R"({"findings": [], "no_abnormality": true})";

// A reply that names the disc of DrawnFrame where it is in the picture shown.
inline std::string DiscSeenIn(const ModelImage& image)
{
  const BoundingBox disc{DiscColumn - DiscRadius - 0.5, DiscRow - DiscRadius - 0.5,
                         2.0 * DiscRadius + 1, 2.0 * DiscRadius + 1};
  Json::Value finding;
  finding["label"] = "disc";
  for (const double edge : image.coordinates.ToThousandths(disc))
  {
    finding["box_2d"].append(edge);
  }
  Json::Value reply;
  reply["findings"].append(finding);
  reply["no_abnormality"] = false;
  return WriteJson(reply);
}

class ReadingsTest : public ::testing::Test
{
protected:
  std::vector<Reading> ReadWith(ScriptedModel& model, int images = 1)
  {
    for (int i = 0; i < images; ++i)
    {
      frames.push_back(DrawnFrame("i" + std::to_string(i)));
    }
    ReadingTask task;
    for (int i = 0; i < images; ++i)
    {
      task.frames.push_back({frames[static_cast<std::size_t>(i)], {}});
      task.images.push_back(i);
    }
    task.language = "en";
    task.analysisId = "analysis";
    return ReadImages(task, model, Cancellation());
  }

  // Answers each call with the next text, the last one again and again.
  ScriptedModel::Script Answers(std::vector<std::string> texts)
  {
    return [this, texts](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
    {
      requests.push_back(request);
      ModelReply reply;
      reply.text = texts[std::min(requests.size(), texts.size()) - 1];
      return reply;
    };
  }

  std::vector<Frame> frames;
  std::vector<ModelRequest> requests;
};

}  // namespace vlm
