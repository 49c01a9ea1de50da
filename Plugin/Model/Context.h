// SPDX-License-Identifier: GPL-3.0-or-later
// The white list of what may be told about the patient and the acquisition.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Pixels/Frame.h"

namespace vlm
{

// "Modality", "BodyPartExamined", "ViewPosition", "Laterality", "PatientSex", "PatientAgeDecade".
const std::vector<std::string>& KnownContextKeys();

// Key and value of what is allowed and known. Values are DICOM defined terms (PS3.3, PS3.16 Annex
// L): a value that is none, which could be anything, is left out.
std::vector<std::pair<std::string, std::string>> ContextOf(const Acquisition& acquisition,
                                                           const std::vector<std::string>& allowed);

}  // namespace vlm
