// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ReplyValidation.h"

#include <algorithm>
#include <string>

#include "Findings/CleanText.h"
#include "Findings/FindingsSchemas.h"
#include "Findings/SchemaCheck.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumReplyBytes = std::size_t{2} << 20;  // far above what a model writes
constexpr std::size_t MaximumProblemCharacters = 200;

// Models like to wrap JSON into one Markdown fence although told not to.
std::string_view WithoutFence(std::string_view text)
{
  constexpr std::string_view space = " \t\r\n";
  constexpr std::string_view fence = "```";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos || text.substr(first, fence.size()) != fence)
  {
    return text;
  }
  const std::size_t lineEnd = text.find('\n', first);
  const std::size_t last = text.find_last_not_of(space);
  if (lineEnd == std::string_view::npos || last + 1 < lineEnd + fence.size() ||
      text.substr(last + 1 - fence.size(), fence.size()) != fence)
  {
    return text;
  }
  const std::string_view language = text.substr(first + fence.size(), lineEnd - first - 3);
  const bool isJson = language.find_first_not_of(" \t\rjsonJSON") == std::string_view::npos;
  return isJson ? text.substr(lineEnd + 1, last + 1 - fence.size() - (lineEnd + 1)) : text;
}

// A null member means "not stated", as an absent one does. Lists are cut before the schema sees
// them, because each of their items could cost an error message.
void Normalize(Json::Value& value, Json::ArrayIndex maximumItems)
{
  if (value.isArray())
  {
    value.resize(std::min(value.size(), maximumItems));
    for (Json::Value& item : value)
    {
      Normalize(item, MaximumReplyItems + 1);
    }
  }
  else if (value.isObject())
  {
    for (const std::string& key : value.getMemberNames())
    {
      if (value[key].isNull())
      {
        value.removeMember(key);
        continue;
      }
      Normalize(value[key],
                key == "images_not_examined" ? MaximumReplyImages : MaximumReplyItems + 1);
    }
  }
}

}  // namespace

Result<Json::Value> ReadReplyJson(std::string_view replyText)
{
  if (replyText.size() > MaximumReplyBytes)
  {
    return Error{ErrorKind::BadReply, "The model's reply has " + std::to_string(replyText.size()) +
                                          " bytes; allowed are " +
                                          std::to_string(MaximumReplyBytes) + "."};
  }
  Result<Json::Value> reply = ParseJson(WithoutFence(replyText));
  if (!reply.HasValue())
  {
    return Error{
        ErrorKind::BadReply,
        "The model's reply: " + CleanText(reply.Failure().message, MaximumProblemCharacters,
                                          LineBreaks::ReplaceBySpaces)};
  }
  Normalize(reply.Value(), MaximumReplyItems + 1);
  static const SchemaCheck schema(
      vlm_findings_Files().Find("Schemas/model-reply.schema.json").value_or(""));
  const Result<void> check = schema.Check(reply.Value());
  if (!check.HasValue())
  {
    const bool isOurs = check.Failure().kind == ErrorKind::Internal;
    return Error{isOurs ? ErrorKind::Internal : ErrorKind::BadReply, check.Failure().message};
  }
  return reply;
}

}  // namespace vlm
