// SPDX-License-Identifier: GPL-3.0-or-later
// A verified finding with its Gaussian model.
#pragma once

#include <optional>
#include <vector>

#include "Findings/Finding.h"
#include "Gaussian/CredibleEllipse.h"
#include "Gaussian/Gaussian2D.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Without a located box there is no Gaussian and no ellipse.
struct ModelledFinding
{
  Finding finding;
  std::optional<Gaussian2D> extent;
  double weight =
      0.0;  // in the image's anomaly mixture; the located findings of one image sum to 1
  std::vector<CredibleEllipse> ellipses;  // masses 0.5, 0.9, 0.95
};

// `findings` are those of one image. Weights are proportional to the model's scores (0.5 where it
// gave none).
std::vector<ModelledFinding> ModelFindings(std::vector<Finding> findings,
                                           const std::optional<PixelSpacing>& spacing);

}  // namespace vlm
