// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Canvas.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace vlm
{

namespace
{

constexpr double SmallestText = 10.0;
constexpr double LargestText = 96.0;

double TextSizeFor(cv::Size2d size)
{
  // Text grows more slowly than the picture: a large picture has room for more, not only larger.
  const double size1d = std::min(std::sqrt(size.area()), 1.5 * std::min(size.width, size.height));
  return std::clamp(5.5 + 0.0135 * size1d, SmallestText, LargestText);
}

}  // namespace

Canvas::Canvas(cv::Mat& picture, double textSize)
    // RGB24 is a native-endian 0x00RRGGBB: bytes B, G, R, unused here.
    : surface_(cairo_image_surface_create_for_data(picture.data, CAIRO_FORMAT_RGB24, picture.cols,
                                                   picture.rows,
                                                   static_cast<int>(picture.step[0]))),
      context_(cairo_create(surface_.get())),
      size_(picture.cols, picture.rows),
      textSize_(textSize)
{
}

Result<Canvas> Canvas::Over(cv::Mat& picture)
{
  return Over(picture, TextSizeFor(picture.size()));
}

Result<Canvas> Canvas::Over(cv::Mat& picture, double textSize)
{
  if (picture.type() != CV_8UC4 || picture.empty())
  {
    return Error{ErrorKind::Internal, "A canvas needs a picture of four 8-bit channels."};
  }
  Canvas canvas(picture, textSize);
  // Four by four samples a pixel: a fifth of the time is saved, and no difference is seen. Glyphs
  // have their own antialiasing.
  cairo_set_antialias(canvas.Context(), CAIRO_ANTIALIAS_FAST);
  cairo_set_miter_limit(canvas.Context(), 2.0);  // no spikes at sharp corners
  const cairo_status_t status = cairo_status(canvas.Context());
  if (status != CAIRO_STATUS_SUCCESS)
  {
    return Error{ErrorKind::Internal,
                 std::string("Cairo cannot draw: ") + cairo_status_to_string(status) + "."};
  }
  return canvas;
}

void Canvas::SetColour(const Colour& colour)
{
  cairo_set_source_rgba(Context(), colour.red, colour.green, colour.blue, colour.alpha);
}

void Canvas::StrokeWithHalo(const Colour& colour, double lineWidth)
{
  SetColour(Halo);
  cairo_set_line_width(Context(), lineWidth * 2.2 + 0.6);
  cairo_stroke_preserve(Context());
  SetColour(colour);
  cairo_set_line_width(Context(), lineWidth);
  cairo_stroke(Context());
}

void Canvas::FillRounded(const cv::Rect2d& rect, double radius, const Colour& colour)
{
  const double right = rect.x + rect.width - radius;
  const double bottom = rect.y + rect.height - radius;
  cairo_t* const context = Context();
  cairo_new_sub_path(context);
  cairo_arc(context, right, rect.y + radius, radius, -CV_PI / 2.0, 0.0);
  cairo_arc(context, right, bottom, radius, 0.0, CV_PI / 2.0);
  cairo_arc(context, rect.x + radius, bottom, radius, CV_PI / 2.0, CV_PI);
  cairo_arc(context, rect.x + radius, rect.y + radius, radius, CV_PI, 1.5 * CV_PI);
  cairo_close_path(context);
  SetColour(colour);
  cairo_fill(context);
}

void Canvas::FillDisc(cv::Point2d centre, double radius, const Colour& colour)
{
  cairo_new_sub_path(Context());
  cairo_arc(Context(), centre.x, centre.y, radius, 0.0, 2.0 * CV_PI);
  SetColour(colour);
  cairo_fill(Context());
}

Result<void> Canvas::Finish()
{
  cairo_surface_flush(surface_.get());
  const cairo_status_t status = cairo_status(Context());
  if (status != CAIRO_STATUS_SUCCESS)
  {
    return Error{ErrorKind::Internal,
                 std::string("Cairo failed: ") + cairo_status_to_string(status) + "."};
  }
  return {};
}

}  // namespace vlm
