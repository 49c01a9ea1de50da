// SPDX-License-Identifier: GPL-3.0-or-later
// The named questions asked of a finding's place: its ledger.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Findings/Finding.h"
#include "Gaussian/Gaussian2D.h"
#include "Pixels/Frame.h"
#include "Verification/PixelEvidence.h"

namespace vlm
{

// Edges in order, within the image. An image spans [-0.5, N - 0.5] (BoundingBox.h).
BoundingBox ClipToImage(const BoundingBox& box, const Frame& frame);

// Finite, Ordered, InsideImage, NotDegenerate, NotWholeImage: the first that fails ends the
// questioning, since later ones would have no meaning. HasLocation alone, and failed, without a
// box. These are asked of the box as a reading stated it.
std::vector<Check> AskAboutBox(const std::optional<BoundingBox>& box, const Frame& frame);
bool AllPassed(const std::vector<Check>& checks);

// All that is known of a place whose box passed AskAboutBox.
struct PlacedFinding
{
  const CandidateFinding& statement;
  const Frame& frame;
  const Gaussian2D& location;                        // fused
  const BoundingBox& box;                            // fused
  const std::vector<Sighting>& sightings;            // at least one; outliers included
  int readings = 1;                                  // of the image, whatever they were shown
  int looks = 1;                                     // readings that were shown the place
  int zoomLooks = 0;                                 // those of them that were magnified parts
  int zoomSightings = 0;                             // not outliers
  std::optional<PixelAnswer> pixels = std::nullopt;  // none: not asked
  bool isOutlined = false;                           // a closed edge was found
  // Whether readings would agree if one's axes were swapped.
  bool areAxesSwapped = false;
  std::string contradiction = "";  // a sentence; empty: none
};

// InsideTissue, PixelContrast, LateralityAgrees (only if the stated and the imaged side are known),
// SizePlausible, ReadingsAgree, ZoomConsistent (only if a zoom showed the place), AxisOrder (only
// with several sightings), NoContradiction, in this order. Those that cannot be asked are left out.
std::vector<Check> AskAboutPlace(const PlacedFinding& place);

}  // namespace vlm
