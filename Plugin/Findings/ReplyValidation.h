// SPDX-License-Identifier: GPL-3.0-or-later
// A model's reply text -> JSON that keeps to Resources/Schemas/model-reply.schema.json.
#pragma once

#include <json/value.h>

#include <string_view>

#include "Foundation/Result.h"

namespace vlm
{

constexpr Json::ArrayIndex MaximumReplyItems = 100;
constexpr Json::ArrayIndex MaximumReplyImages = 1000;  // more than are ever shown

// Tolerates one Markdown fence around the JSON, and drops null members. Lists are cut to one more
// than `MaximumReplyItems`, so that a caller sees that there were more; "images_not_examined" to
// `MaximumReplyImages`. Errors: BadReply; Internal.
Result<Json::Value> ReadReplyJson(std::string_view replyText);

}  // namespace vlm
