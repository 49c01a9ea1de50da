// SPDX-License-Identifier: GPL-3.0-or-later
// A box format as a model is told it.
#pragma once

#include <string>

#include "Pixels/BoxFormat.h"

namespace vlm
{

// Sentences that fix order, origin and scale.
std::string BoxFormatWords(const BoxFormat& format);

}  // namespace vlm
