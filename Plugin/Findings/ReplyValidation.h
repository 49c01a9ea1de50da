// SPDX-License-Identifier: GPL-3.0-or-later
// A model's reply text -> JSON that keeps to Resources/Schemas/model-reply.schema.json.
#pragma once

#include <json/value.h>

#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

constexpr Json::ArrayIndex MaximumReplyItems = 100;
constexpr Json::ArrayIndex MaximumReplyImages = 1000;  // more than are ever shown

struct CheckedReply
{
  Json::Value json;
  std::vector<std::string> warnings;  // of repairs
};

// Extracts the JSON (ReplyExtraction.h), drops null members, mends slips of form (ReplyRepair.h)
// and asks the schema. Lists are cut to one more than `MaximumReplyItems`, so that a caller sees
// that there were more; "images_not_examined" to `MaximumReplyImages`. Errors: BadReply, which says
// whether the reply is empty, prose, cut off, ambiguous, no valid JSON, or where it breaks the
// schema; Internal.
Result<CheckedReply> ReadReplyJson(std::string_view replyText);

}  // namespace vlm
