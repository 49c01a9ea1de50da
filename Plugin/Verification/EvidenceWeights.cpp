// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/EvidenceWeights.h"

#include <numeric>

namespace vlm
{
namespace
{

// By Resources/Scripts/train_pixel_evidence.py, from brain MR, breast ultrasound and lung CT
// together: one set for all kinds of pictures.
constexpr PlaceFeatures Weights()
{
  PlaceFeatures weights;
  weights.contrast = 1.59;
  weights.step = 0.83;
  weights.enclosure = 1.01;
  weights.islands = 4.02;
  weights.depth = 2.85;
  weights.rimWeight = 2.48;
  weights.deepness = -2.84;
  return weights;
}

}  // namespace

double LogLikelihoodRatio(const PlaceFeatures& features)
{
  const auto values = ValuesOf(features);
  const auto weights = ValuesOf(Weights());
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
}

}  // namespace vlm
