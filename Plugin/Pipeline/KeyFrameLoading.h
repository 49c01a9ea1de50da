// SPDX-License-Identifier: GPL-3.0-or-later
// The key images of what is to be analysed, read into memory.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/ImageArchive.h"
#include "Report/KeyImageCounts.h"

namespace vlm
{

struct LoadedFrames
{
  std::vector<Frame> frames;          // at least one
  std::vector<std::string> warnings;  // about those that were not read
  KeyImageCounts counts;              // among which they were chosen
};

// At most `maximum` images in all, if there are not more series. Errors: those of the archive;
// Canceled.
Result<LoadedFrames> LoadKeyFrames(ImageArchive& images, const AnalysisOrder& order, int maximum,
                                   const Cancellation& cancellation);

}  // namespace vlm
