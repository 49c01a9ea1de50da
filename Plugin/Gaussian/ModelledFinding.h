// SPDX-License-Identifier: GPL-3.0-or-later
// A verified finding with its Gaussian model.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "Findings/Finding.h"
#include "Gaussian/CredibleEllipse.h"
#include "Gaussian/Gaussian2D.h"
#include "Pixels/Frame.h"

namespace vlm
{

// A finding with the two Gaussians of its place, which must not be confused. Without a located box
// there is neither.
struct ModelledFinding
{
  Finding finding;
  std::optional<Gaussian2D> extent;    // of the lesion: where its tissue is
  std::optional<Gaussian2D> location;  // of our knowledge: where the lesion's centre is
  double weight = 0.0;                 // in the image's anomaly mixture (Gaussian/AnomalyMixture.h)
  std::vector<CredibleEllipse> ellipses = {};          // of the extent; masses 0.5, 0.9, 0.95
  std::vector<CredibleEllipse> locationEllipses = {};  // of the location
  // As people count it in the report, from 1; the slices of one lesion share one. 0: not numbered.
  int number = 0;
};

// Its number, or where it has none its place in a list.
inline int NumberOf(const ModelledFinding& finding, std::size_t index)
{
  return finding.number > 0 ? finding.number : static_cast<int>(index) + 1;
}

// Completes the findings of one image: ellipses and weights. A finding with a box but without an
// extent gets that of the box. A Rejected one, or one without a box, has neither extent nor
// location.
std::vector<ModelledFinding> ModelFindings(std::vector<ModelledFinding> findings,
                                           const std::optional<PixelSpacing>& spacing);

}  // namespace vlm
