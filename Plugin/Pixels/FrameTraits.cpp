// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameTraits.h"

namespace vlm
{

FrameKind KindOfTypeValue(const std::string& value)
{
  if (value == "LOCALIZER" || value == "SCOUT" || value == "TOPOGRAM")
  {
    return FrameKind::Localizer;
  }
  // GE's "SCREEN SAVE", "DOSE REPORT", Siemens' "DOSE_INFO".
  const bool isPage = value.rfind("SCREEN", 0) == 0 || value.rfind("DOSE", 0) == 0;
  return isPage ? FrameKind::Capture : FrameKind::Picture;
}

}  // namespace vlm
