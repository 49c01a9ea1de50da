// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ModelHealth.h"

namespace vlm
{

std::string StateName(ModelState state)
{
  switch (state)
  {
    case ModelState::Open:
      return "Open";
    case ModelState::Probing:
      return "Probing";
    case ModelState::Paused:
      return "Paused";
    case ModelState::Exhausted:
      break;
  }
  return "Exhausted";
}

}  // namespace vlm
