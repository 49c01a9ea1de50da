// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that a model is shown of a frame: whole or magnified, through one window or another,
// as it is or mirrored.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Model/VisionModel.h"
#include "Pixels/Frame.h"

namespace vlm
{

// One look at some of the images of an analysis.
struct View
{
  ViewKind kind = ViewKind::Full;
  std::vector<int> images;            // which of the analysis' images, in the order shown
  std::optional<BoundingBox> region;  // stored pixels of the one image; none: all of each image
  ImageCoordinates::Mirror mirror = ImageCoordinates::Mirror::No;
  int variation = 0;  // which of the frame's renderings (Pipeline/Renderings.h)
};

// A frame as it may be shown: `covered` are regions of burned-in text.
struct ShownFrame
{
  const Frame& frame;
  std::vector<cv::Rect> covered;
};

// The n-th full view of `images`: the first one plain; later ones through another window, every
// second one mirrored, from the third on slightly cropped (2 to 6 % of each side, by `seed`).
View FullView(int number, const std::vector<int>& images, const std::string& seed,
              const std::vector<ShownFrame>& frames);

// A square of `image` around `center`, `side` long, moved and cut so that it lies in the image.
View ZoomView(int image, cv::Point2d center, double side, const Frame& frame);

// The pixels of one image of a view, at most `settings.maximumImageSize` on the longer side; small
// regions are magnified to at least 512.
ModelImage MakePicture(const View& view, const ShownFrame& shown, const ViewSettings& settings);

// "full view, lung window", "zoom, mirrored": for records and people.
std::string NameOf(const View& view, const Frame& frame, const ViewSettings& settings);

}  // namespace vlm
