// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/PictureKind.h"

#include <array>
#include <string_view>
#include <utility>

namespace vlm
{

PictureKind KindOf(const Acquisition& acquisition)
{
  constexpr std::array<std::pair<std::string_view, PictureKind>, 9> kinds{{
      {"CT", PictureKind::Ct},
      {"MR", PictureKind::Mr},
      {"US", PictureKind::Ultrasound},
      {"IVUS", PictureKind::Ultrasound},
      {"MG", PictureKind::Mammography},
      {"CR", PictureKind::Radiograph},
      {"DX", PictureKind::Radiograph},
      {"RF", PictureKind::Radiograph},
      {"RG", PictureKind::Radiograph},
  }};
  for (const auto& [modality, kind] : kinds)
  {
    if (acquisition.modality == modality)
    {
      return kind;
    }
  }
  return PictureKind::Generic;
}

DetectionRules RulesFor(PictureKind kind)
{
  DetectionRules rules;
  switch (kind)
  {
    case PictureKind::Ct:
      rules.polarity = LesionPolarity::Bright;
      rules.symmetryWeight = 0.5;
      rules.threshold = 2.5;
      break;
    case PictureKind::LungCt:
      rules.polarity = LesionPolarity::Bright;
      rules.smoothing = 2.0;
      rules.threshold = 0.6;
      rules.furtherMargin = 1.0;
      break;
    case PictureKind::Mr:
      rules.polarity = LesionPolarity::Both;
      rules.symmetryWeight = 0.5;
      rules.threshold = 1.8;
      rules.furtherMargin = 1.0;
      break;
    case PictureKind::Ultrasound:
      rules.polarity = LesionPolarity::Dark;
      rules.smoothing = 2.0;
      rules.smallestRadius = 0.025;
      rules.largestRadius = 0.2;
      rules.threshold = 0.9;
      rules.furtherMargin = 1.0;
      break;
    case PictureKind::Mammography:
      rules.polarity = LesionPolarity::Bright;
      rules.smoothing = 1.5;
      rules.threshold = 3.0;
      break;
    case PictureKind::Radiograph:
      rules.polarity = LesionPolarity::Bright;
      rules.smoothing = 1.5;
      rules.threshold = 2.6;
      break;
    case PictureKind::Generic:
      rules.threshold = 4.5;
      break;
  }
  return rules;
}

}  // namespace vlm
