// SPDX-License-Identifier: GPL-3.0-or-later
// A titled panel of a sheet that holds one chart.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>

#include "Foundation/Phrasebook.h"
#include "Gaussian/ModelledFinding.h"
#include "Render/Sheet.h"

namespace vlm
{

// What the charts of one finding are drawn of. All outlive the drawing.
struct ChartFinding
{
  const Frame& frame;
  const ModelledFinding& model;
  int number;  // as people count it
  const Phrasebook& words;
};

class ChartPanel
{
public:
  ChartPanel(Sheet& sheet, const cv::Rect2d& rect, std::string_view title);

  Sheet& Page() { return sheet_; }
  double TextSize() const { return 0.85 * sheet_.TextSize(); }
  double LineHeight() const { return 1.45 * TextSize(); }
  // What is left for the chart.
  const cv::Rect2d& Room() const { return room_; }
  // Cuts that much off its top, which is the result.
  cv::Rect2d TakeTop(double height);
  cv::Rect2d TakeBottom(double height);

  // A line of text along the top of the room, which shrinks.
  void WriteLine(std::string_view text, const Colour& colour);
  // In the middle of the room, where there is nothing to draw.
  void SayInstead(std::string_view sentence);

private:
  Sheet& sheet_;
  cv::Rect2d room_;
};

}  // namespace vlm
