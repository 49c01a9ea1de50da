// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Baselines.h"

#include <random>

namespace vlm
{
namespace
{

// `centreShare`: of the image, 0 to 1 from edge to edge.
ImageResult OneBox(const TrueImage& image, cv::Point2d centreShare, cv::Size2d sizeShare)
{
  const double width = sizeShare.width * image.frame.Columns();
  const double height = sizeShare.height * image.frame.Rows();
  ModelledFinding finding;
  finding.finding.box =
      BoundingBox{centreShare.x * image.frame.Columns() - 0.5 - width / 2.0,
                  centreShare.y * image.frame.Rows() - 0.5 - height / 2.0, width, height};
  return MatchFindings(image, {finding});
}

}  // namespace

cv::Size2d MeanSizeShare(const std::vector<TruthEntry>& entries)
{
  constexpr double fallback = 0.15;
  cv::Size2d sum;
  double count = 0.0;
  for (const auto& entry : entries)
  {
    for (const auto& finding : entry.findings)
    {
      if (entry.size)
      {
        sum += cv::Size2d(finding.box.width / entry.size->width,
                          finding.box.height / entry.size->height);
        count += 1.0;
      }
    }
  }
  return count > 0.0 ? cv::Size2d(sum.width / count, sum.height / count)
                     : cv::Size2d(fallback, fallback);
}

Tally CentreBoxTally(const TrueImage& image, cv::Size2d sizeShare)
{
  return TallyOf(OneBox(image, {0.5, 0.5}, sizeShare));
}

// One draw in each cell of a grid: far less chance is left in the mean than with free draws.
Tally RandomBoxTally(const TrueImage& image, cv::Size2d sizeShare, unsigned seed)
{
  constexpr int cells = 10;  // along each side
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> within(0.0, 1.0);
  Tally sum;
  for (int row = 0; row < cells; ++row)
  {
    for (int column = 0; column < cells; ++column)
    {
      const cv::Point2d centre((column + within(random)) / cells, (row + within(random)) / cells);
      sum += TallyOf(OneBox(image, centre, sizeShare), 1.0 / (cells * cells));
    }
  }
  return sum;
}

}  // namespace vlm
