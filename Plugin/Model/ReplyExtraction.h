// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the JSON in what a model wrote around it. A list that was cut off is never taken for a
// shorter one.
#pragma once

#include <string>
#include <string_view>

#include "Foundation/Result.h"

namespace vlm
{

enum class ReplyShape
{
  Json,       // one complete JSON object or list, alone, fenced, or amid chatter; or equal ones
  Truncated,  // an object or list that begins but does not end, or ends but does not begin
  Prose,      // no JSON at all
  Ambiguous   // several different objects
};

struct ExtractedReply
{
  ReplyShape shape = ReplyShape::Prose;
  std::string json;      // of Json: the object's text; it may still break JSON's rules inside
  bool isAlone = false;  // nothing but white space and one fence around it
};

// Reasoning blocks (ReasoningBlocks.h) are skipped. Linear in the text's size, of bounded depth.
// Never takes a part of what was cut off, however complete the part looks. An object with "..." in
// it that is not JSON is taken for an example of the form and skipped.
ExtractedReply ExtractReply(std::string_view text);

}  // namespace vlm
