// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/Terminology.h"

namespace vlm
{

std::optional<CodedConcept> FindingConcept(const std::string& /*label*/,
                                           const std::string& /*category*/)
{
  return std::nullopt;
}

std::optional<CodedConcept> SiteConcept(const std::string& /*anatomy*/,
                                        const std::string& /*bodyPart*/)
{
  return std::nullopt;
}

}  // namespace vlm
