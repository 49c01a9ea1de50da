// SPDX-License-Identifier: GPL-3.0-or-later
// Reads JSON that somebody may have edited: whatever is missing or of the wrong type reads as
// nothing, where jsoncpp's own accessors throw.
#pragma once

#include <json/value.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "Pixels/BoundingBox.h"

namespace vlm
{

// The member, or null.
const Json::Value& MemberOf(const Json::Value& object, const char* key);
// The member if it is an array, else an empty one.
const Json::Value& ListOf(const Json::Value& object, const char* key);
// Clean, of at most 20000 characters (Foundation/CleanText.h); empty if it is not a text.
std::string TextOf(const Json::Value& object, const char* key);
std::vector<std::string> TextsOf(const Json::Value& object, const char* key);
std::optional<double> NumberOf(const Json::Value& object, const char* key);
// Two finite numbers, and nothing else.
std::optional<std::array<double, 2>> PairOf(const Json::Value& pair);
// Not negative.
std::optional<std::int64_t> CountOf(const Json::Value& object, const char* key);
bool IsTrue(const Json::Value& object, const char* key);
// Of a truth that holds unless the report says otherwise.
bool IsFalse(const Json::Value& object, const char* key);
// None unless all four numbers are there.
std::optional<BoundingBox> BoxOf(const Json::Value& object, const char* key);
// Of a finding, by verification, so that it counts as none.
bool IsRejected(const Json::Value& finding);
// Of an image. True also in reports older than the key, whose images were all looked at.
bool IsExamined(const Json::Value& image);

// The index into Images of a finding, if there is such an image.
std::optional<Json::ArrayIndex> ImageOf(const Json::Value& finding, Json::ArrayIndex images);

}  // namespace vlm
