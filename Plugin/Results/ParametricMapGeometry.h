// SPDX-License-Identifier: GPL-3.0-or-later
// Where a map lies in the patient: the geometric part of its functional groups.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <optional>
#include <string>

#include "Results/PresentationStateImage.h"

namespace vlm
{

// All finite.
struct MapGeometry
{
  std::string frameOfReferenceUid;
  std::array<double, 2> spacingMm{};  // between rows, between columns
  std::array<double, 6> orientation{};
  std::array<double, 3> positionMm{};
  int rows = 0;
  int columns = 0;
};

// None where the source does not say all of it.
std::optional<MapGeometry> GeometryOf(const PresentedImage& image);

// Pixel Measures and Plane Orientation, which are shared, and Plane Position, which is of the frame
// (PS3.3 C.7.6.16.2).
void WritePlane(const MapGeometry& geometry, DcmItem& shared, DcmItem& frame);

}  // namespace vlm
