// SPDX-License-Identifier: GPL-3.0-or-later
// How often the values of an image occur inside a lesion and around it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Modality values, or grey levels of the display where there are none; finite, in no order. Of a
// large region only every n-th column and row is read.
struct IntensitySample
{
  std::vector<double> inside;
  std::vector<double> around;
};

// Inside the outline, else the ellipse inscribed in the box; and in a ring of the same area around
// it, as measurements are taken (Verification/RegionStatistics.h). Empty without a place.
IntensitySample SampleAround(const Frame& frame, const Finding& finding);
// All of the image.
std::vector<double> SampleWhole(const Frame& frame);

// "HU", ...; none: the values have no known unit. Untrusted.
std::optional<std::string> IntensityUnitOf(const Frame& frame);

// Bins of equal width, shared by the histograms of one chart.
struct IntensityBins
{
  double low = 0.0;
  double width = 1.0;
  int count = 1;

  double High() const { return low + width * count; }
};

// From the 1st to the 99th percentile of either part, and around both means. Of values that are
// multiples of a step (whole numbers, rescaled ones), each bin holds equally many steps, so that
// none is emptier than its neighbours for want of numbers. Not both may be empty.
IntensityBins BinsFor(const std::vector<double>& inside, const std::vector<double>& around);

// Share of the values within the bins per unit of intensity: the sum times the width is 1. All 0
// where no value lies within.
std::vector<double> DensityOf(const std::vector<double>& values, const IntensityBins& bins);

}  // namespace vlm
