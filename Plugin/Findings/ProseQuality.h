// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a sentence calls the picture too poor to be read well.
#pragma once

#include <vector>

#include "Findings/ProseLexicon.h"

namespace vlm
{

// "The image quality is poor", "limited study", "not diagnostic"; neither "no motion artifact" nor
// "if the quality is poor".
bool IsPoorQuality(const std::vector<Term>& terms);

}  // namespace vlm
