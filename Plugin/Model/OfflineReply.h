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

// `pictures` in the order of the request; `language`: a BCP 47 tag, in whose language
// (Foundation/Phrasebook.h) it is written. Without a findings text and an impression: those are
// made of the findings' fields (Report/NarrativeCompletion.h).
std::string OfflineReplyText(const std::vector<ExaminedPicture>& pictures,
                             const std::string& language = "en");

}  // namespace vlm
