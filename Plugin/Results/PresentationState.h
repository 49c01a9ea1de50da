// SPDX-License-Identifier: GPL-3.0-or-later
// Findings as Grayscale Softcopy Presentation States (PS3.3 A.33.1), one graphic layer for each
// kind of finding, so that viewers switch them on and off over the original.
#pragma once

#include <vector>

#include "Results/ResultObject.h"

namespace vlm
{

// One for each series with a located finding in grey images; colour images have none, since a
// grayscale presentation state must not refer to them (PS3.3 C.11.11). UIDs:
// context.Uid("pr-0") and so on, and "pr-series". Errors: BadInput, Internal.
Result<std::vector<ResultObject>> PresentationStatesOf(const ResultContext& context);

}  // namespace vlm
