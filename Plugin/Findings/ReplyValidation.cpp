// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ReplyValidation.h"

#include <algorithm>
#include <string>
#include <utility>

#include "Findings/FindingsSchemas.h"
#include "Findings/ReplyRepair.h"
#include "Findings/SchemaCheck.h"
#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Model/ReplyExtraction.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumReplyBytes = std::size_t{2} << 20;  // far above what a model writes
constexpr std::size_t MaximumProblemCharacters = 200;

Error BadReply(const std::string& what)
{
  return {ErrorKind::BadReply, "The model's reply " + what};
}

// What JSON lacks although programs like to write it, outside of texts; empty: nothing of that.
std::string SpecialNumberIn(std::string_view json)
{
  bool isInText = false;
  for (std::size_t i = 0; i < json.size(); ++i)
  {
    if (json[i] == '\\' && isInText)
    {
      ++i;
      continue;
    }
    isInText = isInText != (json[i] == '"');
    for (const std::string_view word : {"NaN", "nan", "Infinity", "inf"})
    {
      if (!isInText && json.substr(i, word.size()) == word)
      {
        return std::string(word);
      }
    }
  }
  return "";
}

Error ExplainShape(ReplyShape shape, std::string_view replyText)
{
  switch (shape)
  {
    case ReplyShape::Truncated:
      return BadReply("was cut off: its JSON is not complete.");
    case ReplyShape::Ambiguous:
      return BadReply("is ambiguous: it has several JSON objects that differ.");
    case ReplyShape::Prose:
    case ReplyShape::Json:
      break;
  }
  const bool isEmpty = replyText.find_first_not_of(" \t\r\n") == std::string_view::npos;
  return BadReply(isEmpty ? "is empty." : "is prose: it has no JSON.");
}

Result<Json::Value> Parse(const std::string& text)
{
  Result<Json::Value> json = ParseJson(text);
  if (json.HasValue())
  {
    return json;
  }
  const std::string special = SpecialNumberIn(text);
  if (!special.empty())
  {
    return BadReply("is not valid JSON: it has " + special + ", which is no number in JSON.");
  }
  return BadReply("is broken. " + CleanText(json.Failure().message, MaximumProblemCharacters,
                                            LineBreaks::ReplaceBySpaces));
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

const SchemaCheck& Schema()
{
  static const SchemaCheck schema(
      vlm_findings_Files().Find("Schemas/model-reply.schema.json").value_or(""));
  return schema;
}

}  // namespace

Result<CheckedReply> ReadReplyJson(std::string_view replyText)
{
  if (replyText.size() > MaximumReplyBytes)
  {
    return BadReply("has " + std::to_string(replyText.size()) + " bytes; allowed are " +
                    std::to_string(MaximumReplyBytes) + ".");
  }
  const ExtractedReply extracted = ExtractReply(replyText);
  if (extracted.shape != ReplyShape::Json)
  {
    return ExplainShape(extracted.shape, replyText);
  }
  Result<Json::Value> json = Parse(extracted.json);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  CheckedReply reply{std::move(json).Value(), {}};
  if (reply.json.isArray() && reply.json.empty())
  {
    return BadReply("is ambiguous: an empty list does not say that nothing is abnormal.");
  }
  Normalize(reply.json, MaximumReplyItems + 1);
  reply.warnings = RepairReply(reply.json);
  const Result<void> check = Schema().Check(reply.json);
  if (check.HasValue())
  {
    return reply;
  }
  const std::string& problem = check.Failure().message;
  if (check.Failure().kind == ErrorKind::Internal)
  {
    return check.Failure();
  }
  return BadReply("breaks the schema" + std::string(problem[0] == '/' ? " at " : ". ") + problem);
}

}  // namespace vlm
