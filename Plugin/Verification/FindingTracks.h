// SPDX-License-Identifier: GPL-3.0-or-later
// Which statements of several readings are about the same finding.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Findings/Finding.h"
#include "Gaussian/GaussianMixture.h"
#include "Verification/Look.h"

namespace vlm
{

// A finding followed over the looks at one image.
struct FindingTrack
{
  CandidateFinding statement;       // the words of the first look that stated it
  std::vector<Sighting> sightings;  // at least one; one a look, in the looks' order
  GaussianMixture location;         // fused, without pixel evidence
  cv::Size2d sizePx;                // of the stated boxes: their geometric mean
  int looks = 0;                    // those that showed the place, whatever they saw
  int zoomLooks = 0;                // those of them that were magnified parts
  int zoomSightings = 0;            // outliers do not count
  bool areAxesSwapped = false;      // with another track it would agree if its axes were swapped
};

// Statements without a box, or with one that fails the checks of AskAboutBox, or as large as what
// was shown, are left out. A statement belongs to the nearest track within the Mahalanobis gate;
// each look adds at most one sighting to a track. Two statements of one look with the same label
// and nearly the same extent (Bhattacharyya coefficient) are one. At most 500 tracks.
std::vector<FindingTrack> FollowFindings(const std::vector<Look>& looks, const Frame& frame,
                                         const ReadingNoise& noise);

}  // namespace vlm
