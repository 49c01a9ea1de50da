// SPDX-License-Identifier: GPL-3.0-or-later
// What a reviewer said of a finding, as people read it.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"
#include "Report/DocumentBlocks.h"

namespace vlm
{

// "Accepted", "Edited; reason: ..." and the like; that it is open where the report was reviewed and
// this finding was not decided on; empty without a review.
Runs DecisionOf(const Json::Value& report, const Json::Value& finding, const Phrasebook& words);

// What the reviewer replaced: "Finding: Nodule; Side: Left"; empty if nothing.
Runs FormerOf(const Json::Value& finding, const Json::Value& image, const Phrasebook& words);

// E.g. "2026-11-24 05:37 UTC".
std::string MomentOf(const std::string& isoText);

// The phrase, in which `key`'s placeholder {name} is text of somebody else.
Runs SayOf(const Phrasebook& words, const std::string& key, const std::string& name,
           const std::string& at = {}, const std::string& revision = {});

}  // namespace vlm
