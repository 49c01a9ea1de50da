// SPDX-License-Identifier: GPL-3.0-or-later
// Which frames of one series an analysis looks at, by what their headers say and reduced pictures
// show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Pipeline/ImageArchive.h"
#include "Report/KeyImageCounts.h"

namespace vlm
{

struct PickedFrames
{
  std::vector<FrameReference> references;  // in the order of their places
  FrameKind kind = FrameKind::Picture;     // what they are, all of them
  KeyImageCounts counts;
  std::vector<std::string> warnings;  // about frames that could not be read
  std::optional<Error> firstProblem;  // why the first of these could not
};

// At most `maximum` frames of a series; none only if none could be read. The work is bounded: at
// most 1024 headers are read and about 6 * `maximum` frames decoded (24 to 256, less if they are
// large), whatever the length of the series. Errors: StorageFailed, NotReady, Canceled.
Result<PickedFrames> PickKeyFrames(ImageArchive& images, const SeriesFrames& series, int maximum,
                                   const Cancellation& cancellation);

}  // namespace vlm
