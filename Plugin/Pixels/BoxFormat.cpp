// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/BoxFormat.h"

namespace vlm
{

std::string NameOf(const BoxFormat& format)
{
  std::string name = format.order == BoxFormat::Order::Yxyx ? "yxyx" : "xyxy";
  switch (format.scale)
  {
    case BoxFormat::Scale::Thousandths:
      return name + "-1000";
    case BoxFormat::Scale::Pixels:
      return name + "-pixels";
    case BoxFormat::Scale::Unit:
      break;
  }
  return name + "-unit";
}

std::vector<BoxFormat> AllBoxFormats()
{
  using Order = BoxFormat::Order;
  using Scale = BoxFormat::Scale;
  return {{Order::Yxyx, Scale::Thousandths}, {Order::Xyxy, Scale::Thousandths},
          {Order::Xyxy, Scale::Pixels},      {Order::Xyxy, Scale::Unit},
          {Order::Yxyx, Scale::Pixels},      {Order::Yxyx, Scale::Unit}};
}

std::optional<BoxFormat> BoxFormatFromName(std::string_view name)
{
  for (const BoxFormat& format : AllBoxFormats())
  {
    if (NameOf(format) == name)
    {
      return format;
    }
  }
  return std::nullopt;
}

}  // namespace vlm
