// SPDX-License-Identifier: GPL-3.0-or-later
// Words the embedded detector's regions as a reply after Resources/Schemas/model-reply.schema.json.
#pragma once

#include <string>
#include <vector>

#include "Model/RegionDetection.h"

namespace vlm
{

// What became of one picture of the request.
struct ExaminedPicture
{
  std::vector<Region> regions;  // that stand out, strongest first
  std::string whyNotExamined;   // a sentence; empty if the picture was examined
};

// `pictures` in the order of the request. Never says "normal": where nothing stands out to a
// heuristic, that is all it may say.
std::string OfflineReplyText(const std::vector<ExaminedPicture>& pictures);

}  // namespace vlm
