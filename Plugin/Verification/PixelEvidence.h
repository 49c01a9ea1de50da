// SPDX-License-Identifier: GPL-3.0-or-later
// What the image itself says about where a lesion is.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>

#include "Gaussian/GaussianMixture.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct EvidencePicture;

struct PixelAnswer
{
  // Prior times what the pixels say; the prior's moments where they say nothing.
  Gaussian2D location;
  // Centre against surround at the most likely place, in deviations; negative: darker.
  double contrast = 0.0;
  bool isDistinct = false;  // whether something of about the stated size stands out there
  bool isKnown = false;     // false: nothing could be measured, and the answer is the prior
  bool isInTissue = true;   // whether the place is where a lesion can be; true where unknown
};

// Prepared once for a frame (tissue, islands, summed-area table at a working resolution), then
// asked for each finding. Looks at Frame::display: what readers saw. Immutable, deterministic.
class PixelEvidence
{
public:
  explicit PixelEvidence(const Frame& frame);
  ~PixelEvidence();
  PixelEvidence(PixelEvidence&&) noexcept;
  PixelEvidence& operator=(PixelEvidence&&) noexcept;
  PixelEvidence(const PixelEvidence&) = delete;
  PixelEvidence& operator=(const PixelEvidence&) = delete;

  // `prior`: where the readings place the lesion's centre [stored pixels]. `sizePx`: its stated
  // width and height, which may be wrong by a third. The covariance of the answer is calibrated:
  // its 95 % ellipse holds the true centre in 92 to 98 % of cases when the prior's does.
  PixelAnswer Ask(const GaussianMixture& prior, cv::Size2d sizePx) const;

private:
  std::unique_ptr<const EvidencePicture> picture_;  // null: cannot be examined
};

}  // namespace vlm
