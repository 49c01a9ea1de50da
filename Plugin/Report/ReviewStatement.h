// SPDX-License-Identifier: GPL-3.0-or-later
// What a reviewer may state of a finding, read with the bounds that hold for it.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"

namespace vlm
{

constexpr std::size_t MostReasonCharacters = 2000;
constexpr std::size_t MostImpressionCharacters = 20000;

// The text at `key`, clean; empty if there is none. `name`: of the object, for the sentence.
// Errors: BadInput (no text, too long).
Result<std::string> ReadReviewText(const Json::Value& object, const char* key,
                                   const std::string& name, std::size_t mostCharacters);

// Those of Label, Anatomy, Laterality, Severity and Description that are stated. Errors: BadInput.
Result<Json::Value> ReadStatement(const Json::Value& object, const std::string& name);

// Of a sign-off: a DICOM person name (PS3.5 6.2). Errors: BadInput.
Result<std::string> ReadSignerName(const Json::Value& signOff);

}  // namespace vlm
