// SPDX-License-Identifier: GPL-3.0-or-later
// How much a place looks like the centre of a lesion of a given size.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "Verification/EvidencePicture.h"

namespace vlm
{

// All without unit, of the order of 1. "Inside" is a rectangle within the lesion's ellipse, "ring"
// what surrounds it. Where lesions are dark, differences are those of the negative.
struct PlaceFeatures
{
  double contrast = 0.0;      // inside minus ring over their joint deviation, 0 to 3
  double step = 0.0;          // inside minus ring over the deviation of all tissue, -3 to 3
  double enclosure = 0.0;     // share of the slopes along the edge that descend outwards, -1 to 1
  double islands = 0.0;       // logarithm of 1 + votes of islands (Islands.h)
  double depth = 0.0;         // distance to the tissue's rim in the lesion's radii, 0 to 1
  double rimWeight = 0.0;     // 0 at the rim, 1 inside (Model/TissueMask.h)
  double eccentricity = 0.0;  // squared distance from the tissue's middle, in its radii, 0 to 2
  double deepness = 0.0;  // ultrasound: downwards from the tissue's middle, in its radii; else 0
};

constexpr std::size_t featureCount = 8;
std::array<double, featureCount> ValuesOf(const PlaceFeatures& features);

// Judges places of one picture for a lesion of stated size. The lesion may be larger, smaller,
// wider or taller: contrast and enclosure are the best of several shapes.
class LesionTemplate
{
public:
  // `radii`: semi-axes in working pixels, at least 1. `sign`: 1 for bright lesions, -1 for dark
  // ones. Keeps a reference to the picture.
  LesionTemplate(const EvidencePicture& picture, cv::Size2d radii, double sign);

  // `place` lies within the working picture.
  PlaceFeatures At(cv::Point place) const;
  double Sign() const { return sign_; }

private:
  struct Shape
  {
    cv::Size inner;  // half sides
    cv::Size outer;
  };
  struct EdgePoint
  {
    cv::Point offset;
    cv::Point2d outwards;  // of length 1
  };
  static Shape ShapeOf(cv::Size2d radii);
  static std::vector<EdgePoint> EdgeOf(cv::Size2d radii);
  void Compare(cv::Point place, PlaceFeatures& features) const;
  double EnclosureOf(cv::Point place) const;

  const EvidencePicture& picture_;
  double sign_;
  double radius_;              // of a disc of the stated area
  std::vector<Shape> shapes_;  // the stated one first
  std::vector<std::vector<EdgePoint>> edges_;
  cv::Mat votes_;
};

}  // namespace vlm
