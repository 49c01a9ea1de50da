// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/SheetTitle.h"

#include "Pixels/SlicePosition.h"

namespace vlm
{

namespace
{

constexpr std::string_view Between = " \u00B7 ";

}  // namespace

std::string SheetTitleOf(std::string_view key, const Acquisition& acquisition,
                         const Phrasebook& words)
{
  std::string title = words.Say(key);
  for (const std::string& part : {acquisition.modality, acquisition.bodyPart})
  {
    if (!part.empty())
    {
      title.append(Between).append(part.substr(0, 64));
    }
  }
  return title;
}

std::string SheetTitleOf(std::string_view key, const Frame& frame, const Phrasebook& words)
{
  std::string title = SheetTitleOf(key, frame.acquisition, words);
  if (const auto position = SlicePositionOf(frame))
  {
    title.append(Between);
    title += words.Say("plates.slice", {{"position", TextOf(*position)}});
  }
  return title;
}

}  // namespace vlm
