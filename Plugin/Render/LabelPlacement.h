// SPDX-License-Identifier: GPL-3.0-or-later
// Where labels go, so that they overlap neither each other nor anything drawn before.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "Render/PictureSpace.h"

namespace vlm
{

// A free place for a label of `size` that belongs to `body` (the lesion's bounding box), at least
// `gap` from it and a third of that from everything taken: near it, covering little that should be
// seen, rather outwards than inwards. None if the picture is full.
std::optional<cv::Rect2d> PlaceLabel(const PictureSpace& space, cv::Size2d size,
                                     const cv::Rect2d& body, double gap);

}  // namespace vlm
