// SPDX-License-Identifier: GPL-3.0-or-later
// What a model stated in plain words instead of JSON: findings without a location.
#pragma once

#include <optional>
#include <string_view>

#include "Findings/FindingsParser.h"

namespace vlm
{

// Reads sentence by sentence: finding, side, anatomy, size words, certainty and negation. What is
// negated ("no pneumothorax") is no finding; if all that is stated is normal, the reply says no
// abnormality. Every finding gets a warning that it was read from prose. None: the text states
// nothing about the picture that is understood (a refusal, small talk, another language).
std::optional<ParsedReply> ReadProse(std::string_view text, const ModelRequest& request);

}  // namespace vlm
