// SPDX-License-Identifier: GPL-3.0-or-later
// The outer JSON of a model API's answer, read without trusting any of its types.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <string>

#include "Foundation/Result.h"
#include "Model/HttpTransport.h"

namespace vlm
{

// The JSON object in a reply. Errors: BadReply: an empty body, another content type (such as a
// proxy's HTML page), bytes that are not UTF-8, no JSON object.
Result<Json::Value> ReadEnvelope(const HttpReply& reply);

// jsoncpp throws or asserts when a value has another type than asked for; these never do.
const Json::Value& Member(const Json::Value& object, const char* name);  // or null
const Json::Value& FirstOf(const Json::Value& list);                     // or null
std::string TextOf(const Json::Value& value);                            // or ""
std::int64_t CountOf(const Json::Value& value);  // not negative; 0 for anything else

// A server's own word for something, such as a finish reason: short and printable.
std::string WordOf(const Json::Value& value);

}  // namespace vlm
