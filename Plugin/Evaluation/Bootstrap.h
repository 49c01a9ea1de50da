// SPDX-License-Identifier: GPL-3.0-or-later
// How far the figures would vary with other images of the same kind.
// Source: Efron, percentile bootstrap; images are drawn, not findings, since those of one image
// depend on each other.
#pragma once

#include <optional>
#include <vector>

#include "Evaluation/Scores.h"

namespace vlm
{

struct Interval
{
  double low = 0.0;
  double high = 0.0;
};

// The 95 % intervals, one for each of Metrics(); none for counts, and where fewer than five images
// tell anything about a figure. The same seed gives the same intervals.
std::vector<std::optional<Interval>> BootstrapIntervals(const std::vector<const Tally*>& images,
                                                        unsigned seed);

}  // namespace vlm
