// SPDX-License-Identifier: GPL-3.0-or-later
// Words of findings and body parts -> SNOMED CT concepts, by Resources/Terminology/concepts.json,
// whose codes and meanings are those of PS3.16.
#pragma once

#include <optional>
#include <string>

#include "Findings/Finding.h"

namespace vlm
{

// The concept that a finding's label, else its category, certainly names. English and Chinese.
//   whole words   the longest match wins, of equal ones the last: "cystic nodule, 8 mm"
//   main part     what comes after "with", "due to", "suspicious for", or, once something is named,
//                 after a comma does not count: "nodule suspicious for metastasis" is a nodule;
//                 nor what comes before "-associated", "周围" and the like
//   doubt         a label that denies, asks, hedges or offers alternatives ("no mass", "mass?",
//                 "suspected glioma", "meningioma, likely", "mass or cyst") names nothing, and its
//                 category does not count either: a code could not say so
std::optional<CodedConcept> FindingConcept(const std::string& label, const std::string& category);

// The concept of where a finding is, by the same rules (of equal matches the first): of its
// anatomy's words, else of the image's BodyPartExamined (0018,0015) as a whole. Sides do not count.
// Words of many meanings ("head", "hilum", "upper lobe") only count as the whole anatomy, and where
// the body part does not speak against them.
std::optional<CodedConcept> SiteConcept(const std::string& anatomy, const std::string& bodyPart);

}  // namespace vlm
