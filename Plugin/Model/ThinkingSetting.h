// SPDX-License-Identifier: GPL-3.0-or-later
// What each family of Gemini models takes to say how much it shall reason.
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

// Number of the family, e.g. 2.5 of "models/gemini-2.5-flash-001"; 0 for other models and for
// aliases without a number ("gemini-flash-latest").
double GeminiFamily(const std::string& model);

// The thinkingConfig for `setting` ("", "off", "low", "medium", "high", or a number of tokens);
// null: none is to be sent. 2.5: thinkingBudget, 3 and later: thinkingLevel; either where it is not
// known is refused by the API.
Json::Value ThinkingConfig(const std::string& model, const std::string& setting);

}  // namespace vlm
