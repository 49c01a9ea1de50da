// SPDX-License-Identifier: GPL-3.0-or-later
// A page on which panels, charts and tables are laid out, in the colours of a theme.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

#include "Foundation/Phrasebook.h"
#include "Foundation/Result.h"
#include "Render/Canvas.h"
#include "Render/Layers.h"
#include "Render/TextLabel.h"
#include "Render/Theme.h"

namespace vlm
{

constexpr int DefaultSheetWidth = 1600;
// A narrower sheet is laid out at this width and then made smaller, so that its parts keep their
// proportions.
constexpr int SmallestSheetLayout = 800;

// Width to lay out for the width asked for [px]. Errors: BadInput (out of range).
Result<int> SheetLayoutWidth(std::optional<int> asked);

class Sheet
{
public:
  // `width` from SheetLayoutWidth. Errors: Internal.
  static Result<Sheet> Create(cv::Size size, Theme theme);

  // Height of ordinary text on a sheet that wide [px].
  static double TextSizeFor(int width) { return width / 92.0; }

  Canvas& Drawing() { return *canvas_; }
  const ThemeColours& Colours() const { return colours_; }
  cv::Size Size() const { return picture_->size(); }
  double TextSize() const { return canvas_->TextSize(); }
  double Margin() const { return 1.5 * TextSize(); }

  // `picture` (CV_8UC1, CV_8UC3) with its top left corner at `topLeft`; what lies beyond is cut.
  void Paste(const cv::Mat& picture, cv::Point topLeft);
  void FillPanel(const cv::Rect2d& rect);
  // One line, ended with an ellipsis where it is wider than `width` (0: not limited). The result is
  // its size.
  cv::Size2d Write(std::string_view text, cv::Point2d topLeft, const TextStyle& style,
                   const Colour& colour);
  // A bold line at the top left margin, under it the options' caption if there is one, and the
  // disclaimer along the bottom. The result is what is left between them.
  cv::Rect2d Frame(std::string_view title, const LayerOptions& options, const Phrasebook& words);
  // What Frame() takes of the height [px].
  static double FrameHeight(int width, std::string_view caption);

  // CV_8UC3 of `finalWidth` (smaller than laid out, or the same). Errors: Internal.
  Result<cv::Mat> Finish(int finalWidth);

private:
  Sheet(std::unique_ptr<cv::Mat> picture, Canvas canvas, Theme theme);

  std::unique_ptr<cv::Mat> picture_;  // CV_8UC4; on the heap, since the canvas draws on its data
  std::unique_ptr<Canvas> canvas_;
  ThemeColours colours_;
};

}  // namespace vlm
