// SPDX-License-Identifier: GPL-3.0-or-later
// FrameTraits of the frames of one DICOM object, from its header alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pixels/FrameTraits.h"

namespace vlm
{

// One for each frame, in their order; of enhanced objects those that the per-frame functional
// groups describe (PS3.3 C.7.6.16). At most `MostFramesRead`, evenly spread over more.
// Errors: CorruptDicom, NoPixels, TooLarge.
Result<std::vector<FrameTraits>> ReadFrameTraits(const std::string& dicomFile,
                                                 const std::string& orthancId);

constexpr int MostFramesRead = 20000;

}  // namespace vlm
