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
  weights.contrast = 1.60;
  weights.step = 0.93;
  weights.enclosure = 0.84;
  weights.islands = 2.89;
  weights.depth = 1.37;
  weights.rimWeight = 0.87;
  weights.eccentricity = -0.76;
  weights.deepness = -1.45;
  return weights;
}

// Brain tumours in MR are plainer than the average of what was learnt from. In CT haemorrhage may
// lie at the rim or be one of many, of which nothing was learnt; nor was it of radiographs.
double TrustIn(PictureKind kind)
{
  switch (kind)
  {
    case PictureKind::Mr:
      return 1.2;
    case PictureKind::Ct:
      return 0.85;
    case PictureKind::Radiograph:
      return 0.6;
    default:
      return 1.0;
  }
}

}  // namespace

double LogLikelihoodRatio(const PlaceFeatures& features, PictureKind kind)
{
  const auto values = ValuesOf(features);
  const auto weights = ValuesOf(Weights());
  return TrustIn(kind) * std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
}

}  // namespace vlm
