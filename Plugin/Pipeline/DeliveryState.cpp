// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Deliveries.h"

#include <array>

namespace vlm
{

std::string DeliveryKindName(DeliveryKind kind)
{
  constexpr std::array<const char*, 3> names = {"Objects", "Labels", "Send"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string DeliveryStateName(DeliveryState state)
{
  constexpr std::array<const char*, 3> names = {"Waiting", "Delivered", "Failed"};
  return names.at(static_cast<std::size_t>(state));
}

}  // namespace vlm
