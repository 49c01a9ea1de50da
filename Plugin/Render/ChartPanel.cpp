// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ChartPanel.h"

#include <algorithm>

namespace vlm
{

ChartPanel::ChartPanel(Sheet& sheet, const cv::Rect2d& rect, std::string_view title) : sheet_(sheet)
{
  const double pad = 0.8 * sheet.TextSize();
  sheet.FillPanel(rect);
  room_ = {rect.x + pad, rect.y + 0.7 * pad, std::max(rect.width - 2.0 * pad, 1.0),
           rect.height - 1.5 * pad};
  const cv::Rect2d line = TakeTop(1.6 * sheet.TextSize());
  sheet.Write(title, line.tl(),
              {0.95 * sheet.TextSize(), TextWeight::Bold, TextOverflow::Ellipsis, line.width},
              sheet.Colours().ink);
}

cv::Rect2d ChartPanel::TakeTop(double height)
{
  const cv::Rect2d top(room_.x, room_.y, room_.width, height);
  room_.y += height;
  room_.height -= height;
  return top;
}

cv::Rect2d ChartPanel::TakeBottom(double height)
{
  room_.height -= height;
  return {room_.x, room_.y + room_.height, room_.width, height};
}

void ChartPanel::WriteLine(std::string_view text, const Colour& colour)
{
  const cv::Rect2d line = TakeTop(LineHeight());
  sheet_.Write(text, line.tl(),
               {TextSize(), TextWeight::Normal, TextOverflow::Ellipsis, line.width}, colour);
}

void ChartPanel::SayInstead(std::string_view sentence)
{
  const TextLabel label(
      sentence, {sheet_.TextSize(), TextWeight::Normal, TextOverflow::Wrap, 0.9 * room_.width});
  label.Draw(sheet_.Drawing(),
             {room_.x + (room_.width - label.Size().width) / 2.0,
              room_.y + std::max(0.0, (room_.height - label.Size().height) / 2.0)},
             sheet_.Colours().faintInk);
}

}  // namespace vlm
