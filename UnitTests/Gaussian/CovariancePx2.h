// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

namespace vlm
{

inline Eigen::Matrix2d CovariancePx2(double columnColumn, double columnRow, double rowRow)
{
  Eigen::Matrix2d covariance;
  covariance << columnColumn, columnRow, columnRow, rowRow;
  return covariance;
}

}  // namespace vlm
