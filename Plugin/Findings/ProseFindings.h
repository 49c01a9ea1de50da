// SPDX-License-Identifier: GPL-3.0-or-later
// What a model stated in plain words instead of JSON: findings without a location.
#pragma once

#include <optional>
#include <string_view>

#include "Findings/FindingsParser.h"

namespace vlm
{

// Reads English only; the narrative's language is "en" then, and a warning says so where another
// one was asked for. Sentence by sentence: finding, side, anatomy, size words, certainty and
// negation. A label never says more than the words it stands for. Every finding gets a warning that
// it was read from prose.
//
// What is negated ("no pneumothorax") is no finding, but does not make the picture normal, either:
// noAbnormality needs a statement about the whole ("normal chest radiograph", "no abnormality"),
// every other sentence understood as normal, negation or technique, and no word of poor quality.
// "No acute abnormality" leaves chronic ones open: no finding, noAbnormality false, a warning.
// Words of poor quality make imageQuality inadequate, the sentence being the reason.
//
// None: the text holds neither a finding, nor a statement about the whole, nor one about the
// quality (a refusal, small talk, "the lungs are clear", another language).
std::optional<ParsedReply> ReadProse(std::string_view text, const ModelRequest& request);

}  // namespace vlm
