// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Sheet.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "Render/PictureGeometry.h"
#include "Render/StandingText.h"

namespace vlm
{

namespace
{

constexpr double TitleSize = 1.5;  // in terms of ordinary text
constexpr double LineHeight = 1.35;

cv::Scalar ToPixel(const Colour& colour)
{
  return {255.0 * colour.blue, 255.0 * colour.green, 255.0 * colour.red, 255.0};
}

}  // namespace

Result<int> SheetLayoutWidth(std::optional<int> asked)
{
  const auto checked = CheckDrawnWidth(asked);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  return std::max(asked.value_or(DefaultSheetWidth), SmallestSheetLayout);
}

Sheet::Sheet(std::unique_ptr<cv::Mat> picture, Canvas canvas, Theme theme)
    : picture_(std::move(picture)),
      canvas_(std::make_unique<Canvas>(std::move(canvas))),
      colours_(ColoursOf(theme))
{
}

Result<Sheet> Sheet::Create(cv::Size size, Theme theme)
{
  auto picture = std::make_unique<cv::Mat>(size, CV_8UC4, ToPixel(ColoursOf(theme).page));
  auto canvas = Canvas::Over(*picture, TextSizeFor(size.width));
  if (!canvas.HasValue())
  {
    return canvas.Failure();
  }
  return Sheet(std::move(picture), std::move(canvas).Value(), theme);
}

void Sheet::Paste(const cv::Mat& picture, cv::Point topLeft)
{
  const cv::Rect place = cv::Rect(topLeft, picture.size()) & cv::Rect({0, 0}, Size());
  if (place.empty())
  {
    return;
  }
  cv::Mat four;
  cv::cvtColor(picture(cv::Rect(place.tl() - topLeft, place.size())), four,
               picture.channels() == 1 ? cv::COLOR_GRAY2BGRA : cv::COLOR_BGR2BGRA);
  canvas_->WithPixels([&] { four.copyTo((*picture_)(place)); });
}

void Sheet::FillPanel(const cv::Rect2d& rect)
{
  canvas_->FillRounded(rect, 0.5 * TextSize(), colours_.panel);
}

cv::Size2d Sheet::Write(std::string_view text, cv::Point2d topLeft, const TextStyle& style,
                        const Colour& colour)
{
  const TextLabel label(text, style);
  label.Draw(*canvas_, topLeft, colour);
  return label.Size();
}

double Sheet::FrameHeight(int width, std::string_view caption)
{
  const double text = TextSizeFor(width);
  const double lines = LineHeight * (TitleSize + (caption.empty() ? 0.0 : 1.0) + 0.9);
  return 3.5 * text + lines * text;
}

cv::Rect2d Sheet::Frame(std::string_view title, const LayerOptions& options,
                        const Phrasebook& words)
{
  const double text = TextSize();
  const double width = Size().width - 2.0 * Margin();
  double top = text;
  Write(title, {Margin(), top}, {TitleSize * text, TextWeight::Bold, TextOverflow::Ellipsis, width},
        colours_.ink);
  top += LineHeight * TitleSize * text;
  if (!options.caption.empty())
  {
    Write(options.caption, {Margin(), top},
          {text, TextWeight::Normal, TextOverflow::Ellipsis, width}, colours_.faintInk);
    top += LineHeight * text;
  }
  top += 0.75 * text;
  const double bottom = Size().height - text - LineHeight * 0.9 * text;
  Write(DisclaimerOf(options, words), {Margin(), bottom},
        {0.9 * text, TextWeight::Normal, TextOverflow::Ellipsis, width}, colours_.faintInk);
  return {Margin(), top, width, bottom - 0.75 * text - top};
}

Result<cv::Mat> Sheet::Finish(int finalWidth)
{
  const auto finished = canvas_->Finish();
  if (!finished.HasValue())
  {
    return finished.Failure();
  }
  cv::Mat sheet;
  cv::cvtColor(*picture_, sheet, cv::COLOR_BGRA2BGR);
  if (finalWidth >= sheet.cols)
  {
    return sheet;
  }
  const double height = static_cast<double>(sheet.rows) * finalWidth / sheet.cols;
  cv::Mat small;
  cv::resize(sheet, small, {finalWidth, std::max(1, static_cast<int>(std::lround(height)))}, 0.0,
             0.0, cv::INTER_AREA);
  return small;
}

}  // namespace vlm
