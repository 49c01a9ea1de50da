// SPDX-License-Identifier: GPL-3.0-or-later
// What the learned part of the embedded detector knows of a candidate: numbers that do not depend
// on the picture's size, brightness or contrast.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <opencv2/core.hpp>
#include <string_view>

#include "Model/BlobResponse.h"
#include "Model/MaskedIntegrals.h"

namespace vlm
{

constexpr std::array<std::string_view, 34> featureNames{
    "polarity",          // 1 bright, -1 dark
    "response",          // of BlobResponse
    "size",              // log of radius over the tissue's radius
    "elongation",        // |log of the aspect|
    "contrast",          // inside minus ring, in deviations of both
    "contrastInTissue",  // the same, in deviations of the tissue
    "wideContrast",      // inside minus everything within three radii
    "prominence",        // inside minus tissue, in deviations of the tissue
    "rank",              // share of the tissue that is less bright (less dark)
    "insideSpread",      // deviation inside over that of the tissue
    "ringSpread",        // the same of the ring
    "wideSpread",        // the same within three radii
    "neighbourhood",     // mean within three radii minus mean of the tissue
    "region",            // mean within 0.4 tissue radii minus mean of the tissue
    "regionTexture",     // mean gradient there over deviation of the tissue
    "insideTexture",     // mean gradient inside over deviation of the tissue
    "core",              // inner half minus inside
    "edge",              // log of the mean gradient at the rim over that inside
    "weakestSpoke",      // contrast over the edge, 16 directions, lowest quarter
    "middleSpoke",       // their median
    "spokeSpread",       // upper minus lower quartile
    "outerRing",         // mean of the ring minus the next ring outwards
    "ringIsTissue",      // share of the ring that is tissue
    "asymmetry",         // inside minus mirrored place
    "asymmetryKnown",    // 1: the head has an axis
    "depth",             // distance to the tissue's rim over the tissue's radius
    "eccentricity",      // distance to the tissue's centre over the tissue's radius
    "height",            // row in the tissue's box, 0 to 1
    "side",              // |column from the middle| of the tissue's box, 0 to 1
    "below",             // strip below minus its sides (posterior shadow or enhancement)
    "above",             // strip above minus inside
    "filled",            // log of the extent's area over that of the blob's box
    "extentAspect",      // |log of the extent's aspect|
    "share",  // of the tissue as bright (as dark) as the inside or more, within 0.4 radii
};

using FeatureVector = std::array<float, featureNames.size()>;

class CandidateFeatures
{
public:
  // `search` must outlive this.
  explicit CandidateFeatures(const BlobSearch& search);

  // `extent` is the box fitted to the blob [working pixels]. Every number is finite.
  FeatureVector Of(const Blob& blob, const cv::Rect2d& extent) const;

private:
  // What a blob and its neighbourhood hold.
  struct Surroundings
  {
    double sign = 1.0;  // -1: a dark blob
    cv::Rect innerBox;
    cv::Rect outerBox;
    cv::Rect regionBox;
    MaskedSums inside;
    MaskedSums ring;
    MaskedSums wide;
    MaskedSums beyond;  // wide without inside and ring
    MaskedSums region;
  };

  struct Row
  {
    FeatureVector values{};
    std::size_t count = 0;
    void Add(std::initializer_list<double> more);
  };

  Surroundings SurroundingsOf(const Blob& blob) const;
  // Each adds its part of featureNames, in that order.
  void AddContrast(const Surroundings& around, Row& row) const;
  void AddEdge(const Blob& blob, const Surroundings& around, Row& row) const;
  void AddPlace(const Blob& blob, Row& row) const;
  void AddBelow(const Surroundings& around, Row& row) const;
  double ShareAlike(const Surroundings& around) const;
  double InTissue(double difference) const;  // in deviations of the tissue
  double DeviationOf(const MaskedSums& sums) const;

  const BlobSearch& search_;
  cv::Mat smooth_;    // CV_32FC1
  cv::Mat distance_;  // CV_32FC1, to the tissue's rim [pixel]
  MaskedIntegrals gray_;
  MaskedIntegrals gradient_;
  MaskedSums tissue_;
  double deviation_;
  double radius_;  // of the disc of the tissue's area [pixel]
  cv::Point2d centre_;
  cv::Rect box_;
  std::array<float, 256> shareBelow_;  // of the tissue's grey levels
};

}  // namespace vlm
