// SPDX-License-Identifier: GPL-3.0-or-later
// A Cairo drawing surface over the memory of a picture.
#pragma once

#include <cairo.h>

#include <memory>
#include <opencv2/core.hpp>

#include "Foundation/Result.h"
#include "Render/Palette.h"

namespace vlm
{

// Positions are in pixels from the picture's top left corner. One thread at a time.
class Canvas
{
public:
  // `picture` is CV_8UC4 (BGRA; alpha is neither read nor written meaningfully) and must outlive
  // the canvas. Errors: Internal.
  static Result<Canvas> Over(cv::Mat& picture);
  // The same with ordinary text of that height instead of one that suits the picture.
  static Result<Canvas> Over(cv::Mat& picture, double textSize);

  cairo_t* Context() const { return context_.get(); }
  cv::Size2d Size() const { return size_; }
  // Height of ordinary text [px], grown with the picture; at least 10.
  double TextSize() const { return textSize_; }
  double LineWidth() const { return textSize_ / 7.5; }

  void SetColour(const Colour& colour);
  // Paints the current path: a dark halo, then the line; then forgets the path.
  void StrokeWithHalo(const Colour& colour, double lineWidth);
  void FillRounded(const cv::Rect2d& rect, double radius, const Colour& colour);
  void FillDisc(cv::Point2d centre, double radius, const Colour& colour);

  // Lets `change` write to the picture's pixels between two drawings.
  template <typename Change>
  void WithPixels(const Change& change)
  {
    cairo_surface_flush(surface_.get());
    change();
    cairo_surface_mark_dirty(surface_.get());
  }

  // Writes everything to the picture. Errors: Internal (Cairo failed, e.g. out of memory).
  Result<void> Finish();

private:
  struct DestroyContext
  {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
  };
  struct DestroySurface
  {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };

  Canvas(cv::Mat& picture, double textSize);

  std::unique_ptr<cairo_surface_t, DestroySurface> surface_;
  std::unique_ptr<cairo_t, DestroyContext> context_;
  cv::Size2d size_;
  double textSize_;
};

}  // namespace vlm
