// SPDX-License-Identifier: GPL-3.0-or-later
// The ellipse that a reviewer draws around a lesion, and a finding's place made of it.
#pragma once

#include <json/value.h>

#include <array>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

struct DrawnEllipse
{
  std::array<double, 2> mean{};        // column, row [px]
  std::array<double, 2> semiAxesPx{};  // in any order
  double angleDegrees = 0.0;           // of the first axis, from +column towards +row
};

// `image`: the item of Images that it is drawn in; the centre must lie in it, and a semi-axis be
// from half a pixel to the image's diagonal. `name`: of the member, for the sentence.
// Errors: BadInput.
Result<DrawnEllipse> ReadDrawnEllipse(const Json::Value& json, const Json::Value& image,
                                      const std::string& name);

Json::Value DrawnEllipseToJson(const DrawnEllipse& ellipse);

// Members of a finding that place it. The ellipse is the extent's for the mass 0.95. What pixels
// said of the former place (outline, intensities) is gone.
Json::Value PlaceOf(const DrawnEllipse& ellipse, const Json::Value& image);

// The same members of a finding of which the model stated a box and nobody a Gaussian; null unless
// the box has a size and its centre lies in the image.
Json::Value PlaceOfBox(const Json::Value& finding, const Json::Value& image);

}  // namespace vlm
