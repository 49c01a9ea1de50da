// SPDX-License-Identifier: GPL-3.0-or-later
// One lesion over the slices of a series: the third axis comes from the slices' positions.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "Gaussian/ModelledFinding.h"

namespace vlm
{

// A slice with its findings; both outlive the call.
struct SliceFindings
{
  const Frame& frame;
  const std::vector<ModelledFinding>& findings;
};

// A member of a lesion: which finding of which slice.
struct SliceMember
{
  int slice = 0;
  int finding = 0;
};

struct SeriesGaussian
{
  std::vector<SliceMember> members;  // at least two, of different slices, in the slices' order
  Eigen::Vector3d meanMm = Eigen::Vector3d::Zero();  // patient coordinates (PS3.3 C.7.6.2.1.1)
  Eigen::Matrix3d covarianceMm2 = Eigen::Matrix3d::Identity();  // of the extent; positive definite
};

// Joins findings of neighbouring slices whose extents overlap (Bhattacharyya coefficient) in the
// patient's plane. Only parallel slices with position, orientation and spacing take part; of
// others there is no third axis. The mixture of its slices' extents has the lesion's moments; along
// the slices' normal each slice counts as thick as the distance to its neighbours.
std::vector<SeriesGaussian> JoinSlices(const std::vector<SliceFindings>& slices);

}  // namespace vlm
