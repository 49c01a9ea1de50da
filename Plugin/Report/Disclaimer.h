// SPDX-License-Identifier: GPL-3.0-or-later
// What a report, and anything made of it, must not be taken for.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"

namespace vlm
{

// Who signed an applied report (ReviewedReport.h), as PN: the name given, else the user, else
// "Unknown". Empty: nobody did.
std::string SignerNameOf(const Json::Value& report);
// The same as people read it, on one line.
std::string SignerTextOf(const Json::Value& report);

std::string DisclaimerTextOf(const Json::Value& report, const Phrasebook& words);

}  // namespace vlm
