// SPDX-License-Identifier: GPL-3.0-or-later
// A model's reply text -> candidate findings, or an Error that says where it breaks the schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Findings/Finding.h"
#include "Foundation/Result.h"
#include "Model/VisionModel.h"
#include "Pixels/BoxFormat.h"

namespace vlm
{

// A picture of the request that the model states it could not look at.
struct ImageNotExamined
{
  int image = 0;  // index into the images of the request
  std::string reason;
};

struct ParsedReply
{
  std::vector<CandidateFinding> findings;
  bool noAbnormality = false;                       // in the images that were examined
  std::vector<ImageNotExamined> imagesNotExamined;  // by image, none twice, none with a finding
  ImageQuality imageQuality;
  Narrative narrative;
  std::vector<std::string> warnings;  // contradictions and repairs, as sentences
};

// Checks the text against Resources/Schemas/model-reply.schema.json after mending slips of form,
// bounds every text and list, strips control characters, converts boxes to stored pixels by
// `boxFormat` and the request's ImageCoordinates. Of a mirrored view the sides are swapped back;
// the words of its texts stay as they are. A finding whose image index does not exist, or beyond
// the 100th, becomes a warning and is left out; a finding whose box cannot be read is kept without
// it and with a warning.
//   boxFormat  none: not known, so that no finding gets a box (ModelReply::boxFormat)
// Errors: BadReply.
Result<ParsedReply> ParseFindings(std::string_view replyText, const ModelRequest& request,
                                  std::optional<BoxFormat> boxFormat = BoxFormat{});

}  // namespace vlm
