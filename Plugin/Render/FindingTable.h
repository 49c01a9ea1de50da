// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of an image as a table.
#pragma once

#include <algorithm>
#include <vector>

#include "Render/ChartPanel.h"

namespace vlm
{

class FindingTable
{
public:
  static constexpr std::size_t MostRows = 40;

  // Not empty; what is beyond MostRows is left out and said so. `backgroundWeight` as of
  // Gaussian/AnomalyMixture.h.
  FindingTable(const std::vector<ChartFinding>& findings, double backgroundWeight);

  double HeightInText() const;
  void Draw(Sheet& sheet, cv::Point2d topLeft, double width) const;

private:
  std::size_t Rows() const { return std::min(findings_.size(), MostRows); }
  void DrawRow(Sheet& sheet, const ChartFinding& finding, const cv::Rect2d& place) const;
  void DrawEnd(Sheet& sheet, cv::Rect2d place) const;

  const std::vector<ChartFinding>& findings_;
  double backgroundWeight_;
};

}  // namespace vlm
