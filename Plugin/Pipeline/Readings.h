// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a model about the images of one analysis: a budget of calls, spent on varied full views and
// on magnified parts around what was found, wherever one more reading tells most.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Findings/FindingsParser.h"
#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/VisionModel.h"
#include "Pipeline/AnalysisProgress.h"
#include "Pipeline/FrameEvidence.h"
#include "Pipeline/Views.h"

namespace vlm
{

// One look: what was shown, every reply, and what was made of the last one.
struct Reading
{
  View view;
  std::string name;  // of the view
  std::vector<ModelReply> replies;
  std::optional<ParsedReply> parsed;  // findings' images are those of the analysis
  std::optional<Error> failure;       // why there is no parsed reply
};

struct ReadingTask
{
  std::vector<ShownFrame> frames;  // all of the analysis
  std::vector<int> images;         // which of them may be shown; at least one
  std::string language;
  std::string analysisId;
  std::string orthancStudyId;
  std::string egressRule;
  // Of the frames, to choose what to look at closer; null: only readings count.
  FrameEvidence* evidence = nullptr;
  AnalysisProgress* progress = nullptr;  // where each look is noted; null: nowhere
};

// Spends at most `Views().calls` on each image; a full view of all counts for each of them.
// At least one reading. The first decides: if it fails, it is the only one; a later one that fails
// ends the asking, and what there is counts. A reply that cannot be used is asked for once more (on
// top of the budget); one in plain words is read as such. Never holds a lock; may suspend the
// fiber.
std::vector<Reading> ReadImages(const ReadingTask& task, VisionModel& model,
                                const Cancellation& cancellation);

}  // namespace vlm
