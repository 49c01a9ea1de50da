// SPDX-License-Identifier: GPL-3.0-or-later
// In which order and scale a model writes the four numbers of a box.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vlm
{

struct BoxFormat
{
  enum class Order
  {
    Yxyx,  // [ymin, xmin, ymax, xmax]
    Xyxy   // [xmin, ymin, xmax, ymax]
  };
  enum class Scale
  {
    Thousandths,  // 0 to 1000, each axis by its own length
    Pixels,       // of the picture sent: edges, 0 to its width or height
    Unit          // 0 to 1, each axis by its own length
  };
  Order order = Order::Yxyx;
  Scale scale = Scale::Thousandths;

  bool operator==(const BoxFormat& other) const
  {
    return order == other.order && scale == other.scale;
  }
};

// "yxyx-1000" (Gemini's documented format), "xyxy-1000", "xyxy-pixels", "xyxy-unit", "yxyx-pixels",
// "yxyx-unit".
std::string NameOf(const BoxFormat& format);
std::optional<BoxFormat> BoxFormatFromName(std::string_view name);
std::vector<BoxFormat> AllBoxFormats();  // in the order above

}  // namespace vlm
