// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PlateLayout.h"

#include <algorithm>
#include <cmath>

#include "Render/FindingCard.h"

namespace vlm
{

namespace
{

constexpr double Gap = 0.9;  // in terms of text
// Of the width.
constexpr double PictureBesideCards = 0.6;
constexpr double HighestBesideCards = 0.95;
constexpr double HighestAlone = 0.7;

cv::Size RoomFor(double width, double height)
{
  return {std::max(static_cast<int>(width), 1), std::max(static_cast<int>(height), 1)};
}

// Those that do not fit beside the picture, in two columns from `top` on.
void AddCardsBelow(PlateLayout& layout, double width, double text, int cards)
{
  const double gap = Gap * text;
  const double height = CardHeightInText * text;
  const double cardWidth = (width - gap) / 2.0;
  for (int i = 0; i < cards; ++i)
  {
    const int row = i / 2;
    const double top = layout.height + gap + row * (height + gap);
    layout.cards.emplace_back((i % 2) * (cardWidth + gap), top, cardWidth, height);
  }
  const int rows = (cards + 1) / 2;
  layout.height += rows * (height + gap);
}

}  // namespace

PlateLayout LayOutPlate(const Frame& frame, double width, double text, int cards)
{
  const double gap = Gap * text;
  const double smallestCard = CardHeightInText * text;
  PlateLayout layout;
  layout.picture =
      FittedGeometry(frame, RoomFor(PictureBesideCards * width, HighestBesideCards * width));
  const double height = layout.picture.size.height;
  const int beside = std::min(static_cast<int>((height + gap) / (smallestCard + gap)), cards);
  if (beside == 0)
  {
    layout.picture = FittedGeometry(frame, RoomFor(width, HighestAlone * width));
    layout.pictureAt = {static_cast<int>((width - layout.picture.size.width) / 2.0), 0};
    layout.height = layout.picture.size.height;
  }
  else
  {
    layout.height = height;
    const double left = layout.picture.size.width + gap;
    const double cardHeight = (height - (beside - 1) * gap) / beside;
    for (int i = 0; i < beside; ++i)
    {
      layout.cards.emplace_back(left, i * (cardHeight + gap), width - left, cardHeight);
    }
  }
  AddCardsBelow(layout, width, text, cards - beside);
  return layout;
}

}  // namespace vlm
