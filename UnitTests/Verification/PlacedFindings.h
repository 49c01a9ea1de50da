// SPDX-License-Identifier: GPL-3.0-or-later
// Places to be asked about, with what they refer to.
#pragma once

#include "Findings/Frames.h"
#include "Verification/LocationChecks.h"

namespace vlm
{

// One reading's place, of which nothing else is known.
struct PlaceToAsk
{
  CandidateFinding statement;
  Frame frame = ChessBoard(200, 100);
  Gaussian2D location = Gaussian2D::Create({55.0, 50.0}, Eigen::Matrix2d::Identity()).Value();
  BoundingBox box{40.0, 35.0, 30.0, 30.0};
  std::vector<Sighting> sightings = std::vector<Sighting>(1);
  int looks = 1;
  int readings = 2;
  int zoomLooks = 0;
  int zoomSightings = 0;
  std::optional<PixelAnswer> pixels;
  bool isOutlined = false;
  bool areAxesSwapped = false;
  std::string contradiction;

  PlacedFinding Placed() const
  {
    return {statement, frame,         location, box,        sightings,      readings,     looks,
            zoomLooks, zoomSightings, pixels,   isOutlined, areAxesSwapped, contradiction};
  }
};

// Every question can be asked of it, and is answered well. The box lies on the patient's right.
inline PlaceToAsk EverythingToAsk()
{
  PlaceToAsk place;
  place.frame.imageOrientationPatient = std::array<double, 6>{1.0, 0.0, 0.0, 0.0, 1.0, 0.0};
  place.statement.laterality = Laterality::Right;
  place.sightings.resize(2);
  place.looks = 2;
  place.zoomLooks = 1;
  place.zoomSightings = 1;
  place.pixels = PixelAnswer{place.location, 3.0, true, true};
  return place;
}

}  // namespace vlm
