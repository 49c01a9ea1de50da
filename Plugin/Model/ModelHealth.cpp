// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ModelHealth.h"

#include "Model/VisionModel.h"

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

std::string NameOf(ReplyEnd end)
{
  switch (end)
  {
    case ReplyEnd::Complete:
      return "Complete";
    case ReplyEnd::Truncated:
      return "Truncated";
    case ReplyEnd::Refused:
      return "Refused";
    case ReplyEnd::Empty:
      return "Empty";
    case ReplyEnd::ThoughtOnly:
      return "ThoughtOnly";
    case ReplyEnd::Unreadable:
      break;
  }
  return "Unreadable";
}

}  // namespace vlm
