// SPDX-License-Identifier: GPL-3.0-or-later
// Frames and findings for the tests of this room.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Pixels/Frame.h"

namespace vlm
{

inline Frame GreyFrame(int columns, int rows, int grey = 90)
{
  Frame frame;
  frame.display = cv::Mat(rows, columns, CV_8UC1, cv::Scalar(grey));
  return frame;
}

inline ModelledFinding FindingAt(const BoundingBox& box, const std::string& label = "Mass")
{
  ModelledFinding modelled;
  modelled.finding.box = box;
  modelled.finding.statement.label = label;
  modelled.finding.statement.modelScore = 0.8;
  const double column = box.width * box.width / 16.0;
  const double row = box.height * box.height / 16.0;
  Eigen::Matrix2d covariance;
  covariance << column, 0.0, 0.0, row;
  const auto extent = Gaussian2D::Create({box.CentreColumn(), box.CentreRow()}, covariance);
  if (extent.HasValue())
  {
    modelled.extent = extent.Value();
  }
  for (const double mass : {0.5, 0.9, 0.95})
  {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - mass));
    CredibleEllipse ellipse;
    ellipse.mass = mass;
    ellipse.semiAxesPx = {radius * std::sqrt(std::max(column, row)),
                          radius * std::sqrt(std::min(column, row))};
    ellipse.angleDegrees = column >= row ? 0.0 : 90.0;
    modelled.ellipses.push_back(ellipse);
  }
  return modelled;
}

}  // namespace vlm
