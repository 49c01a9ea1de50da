// SPDX-License-Identifier: GPL-3.0-or-later
// Words of findings and body parts -> SNOMED CT concepts, by Resources/Terminology/concepts.json.
#pragma once

#include <optional>
#include <string>

#include "Findings/Finding.h"

namespace vlm
{

// The concept that a finding's label, else its category, certainly names; none in doubt: words that
// exclude, ask or offer alternatives ("no mass", "mass?", "mass or cyst") name nothing. The longest
// match of whole words wins. English and Chinese.
std::optional<CodedConcept> FindingConcept(const std::string& label, const std::string& category);

// The concept of where a finding is: of its anatomy's words, else of the image's BodyPartExamined
// (0018,0015).
std::optional<CodedConcept> SiteConcept(const std::string& anatomy, const std::string& bodyPart);

}  // namespace vlm
