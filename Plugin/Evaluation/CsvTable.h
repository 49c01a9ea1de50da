// SPDX-License-Identifier: GPL-3.0-or-later
// One line for each reported finding, and for each true one that was missed (RFC 4180).
#pragma once

#include <string>
#include <vector>

#include "Evaluation/Matching.h"

namespace vlm
{

std::string CsvOf(const std::vector<ImageResult>& images);

}  // namespace vlm
