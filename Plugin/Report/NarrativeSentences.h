// SPDX-License-Identifier: GPL-3.0-or-later
// The narrative's sentences as items of the report's JSON, both ways, and as one text.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Report/AnalysisReport.h"

namespace vlm
{

Json::Value SentencesToJson(const std::vector<NarrativeSentence>& sentences);

// Of a report's "Narrative", which somebody may have edited: what is no sentence is left out; none
// of a report that is older than the key. At most 10000.
std::vector<NarrativeSentence> SentencesFromJson(const Json::Value& narrative);

// One line for each sentence of the section: "A nodule. (1, 3) [The verified place ...]".
std::string TextOf(const std::vector<NarrativeSentence>& sentences,
                   NarrativeSentence::Section section);

}  // namespace vlm
