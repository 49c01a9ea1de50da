// SPDX-License-Identifier: GPL-3.0-or-later
// How a finding's location was verified, as people read it.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"
#include "Report/DocumentBlocks.h"

namespace vlm
{

// Status, readings that placed it here, and how far it was moved.
std::string VerificationOf(const Json::Value& finding, const Phrasebook& words);
// The centre and the ellipse that holds 95 % of its possible places; empty if it is not known.
std::string CentreOf(const Json::Value& finding, const Phrasebook& words);
// What the checks that failed mean.
std::string DoubtsOf(const Json::Value& finding, const Phrasebook& words);
// All checks, in a table; nothing if there are none.
void AppendLedger(const Json::Value& finding, const Phrasebook& words, Blocks& blocks);

}  // namespace vlm
