// SPDX-License-Identifier: GPL-3.0-or-later
// A finding's number on a disc of its colour.
#pragma once

#include "Render/TextLabel.h"

namespace vlm
{

class NumberBadge
{
public:
  NumberBadge(int number, double textSize);

  double Diameter() const { return diameter_; }
  void Draw(Canvas& canvas, cv::Point2d centre) const;

private:
  Colour colour_;
  TextLabel number_;
  double diameter_;
};

}  // namespace vlm
