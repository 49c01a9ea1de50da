// SPDX-License-Identifier: GPL-3.0-or-later
// Findings of one image that are the same lesion twice.
#pragma once

#include <vector>

#include "Gaussian/ModelledFinding.h"

namespace vlm
{

// Asks NotDuplicate of every finding with an extent: whether its extent is nearly that of a
// stronger finding of the same label that no reading stated beside it (better status, then more
// agreeing readings, then the earlier one), by the Bhattacharyya coefficient. A duplicate is
// Rejected. With a single finding nothing is asked.
void RejectDuplicates(std::vector<ModelledFinding>& findings);

}  // namespace vlm
