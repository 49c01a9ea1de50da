// SPDX-License-Identifier: GPL-3.0-or-later
// Strict JSON in and out by jsoncpp: exceptions become Errors, comments and trailing text are
// refused.
#pragma once

#include <json/value.h>

#include <string>
#include <string_view>

#include "Foundation/Result.h"

namespace vlm
{

// RFC 8259 text, at most 100 levels deep, without duplicate keys. Errors: BadInput, with line and
// column.
Result<Json::Value> ParseJson(std::string_view text);

// The same for text that may hold comments, such as configuration files.
Result<Json::Value> ParseCommentedJson(std::string_view text);

// Compact UTF-8 text. NaN and infinity, which JSON lacks, are written as null.
std::string WriteJson(const Json::Value& value);

// The same, indented for people.
std::string WriteReadableJson(const Json::Value& value);

}  // namespace vlm
