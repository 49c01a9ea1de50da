// SPDX-License-Identifier: GPL-3.0-or-later
// Which labels a study gets.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/Deliveries.h"
#include "Results/OutputSettings.h"

namespace vlm
{

// That of findings if any resource has some, else that of none if a model looked at any; beside it
// that of failures if any resource's newest analysis failed.
std::vector<std::string> LabelsAfter(const std::vector<ResourceOutcome>& outcomes,
                                     const LabelNames& names);

}  // namespace vlm
