// SPDX-License-Identifier: GPL-3.0-or-later
// GeminiWire: reading GenerateContentResponse.
#include <array>
#include <string_view>

#include "Model/GeminiWire.h"
#include "Model/ReplyEnvelope.h"

namespace vlm
{
namespace
{

struct CandidateText
{
  std::string answer;
  bool hasThoughts = false;
};

CandidateText TextOfCandidate(const Json::Value& candidate)
{
  CandidateText text;
  const Json::Value& parts = Member(Member(candidate, "content"), "parts");
  if (!parts.isArray())
  {
    return text;
  }
  for (const Json::Value& part : parts)
  {
    const Json::Value& thought = Member(part, "thought");
    if (thought.isBool() && thought.asBool())
    {
      text.hasThoughts = true;
    }
    else
    {
      text.answer += TextOf(Member(part, "text"));
    }
  }
  return text;
}

// Candidate.FinishReason: those that refuse to show what was or would have been written.
bool IsRefusal(std::string_view reason)
{
  constexpr std::array<std::string_view, 10> Refusals = {
      "SAFETY",           "PROHIBITED_CONTENT", "SPII",         "RECITATION",
      "BLOCKLIST",        "LANGUAGE",           "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
      "IMAGE_RECITATION", "MODEL_ARMOR"};
  for (const std::string_view refusal : Refusals)
  {
    if (reason == refusal)
    {
      return true;
    }
  }
  return false;
}

ReplyEnd EndOf(const CandidateText& text, std::string_view reason)
{
  if (IsRefusal(reason))
  {
    return ReplyEnd::Refused;
  }
  if (reason == "MAX_TOKENS")
  {
    return ReplyEnd::Truncated;
  }
  if (text.answer.find_first_not_of(" \t\r\n") == std::string::npos)
  {
    return text.hasThoughts ? ReplyEnd::ThoughtOnly : ReplyEnd::Empty;
  }
  const bool isNatural =
      reason.empty() || reason == "STOP" || reason == "FINISH_REASON_UNSPECIFIED";
  // OTHER, MALFORMED_RESPONSE and what Google may add: the text may lack its end.
  return isNatural ? ReplyEnd::Complete : ReplyEnd::Truncated;
}

void ReadCandidate(const Json::Value& json, ModelReply& reply)
{
  const std::string blocked = WordOf(Member(Member(json, "promptFeedback"), "blockReason"));
  const Json::Value& candidates = Member(json, "candidates");
  const Json::Value& candidate = FirstOf(candidates);
  const CandidateText text = TextOfCandidate(candidate);
  reply.text = text.answer;
  if (!blocked.empty())
  {
    reply.end = ReplyEnd::Refused;
    reply.endDetail = blocked;
    return;
  }
  reply.endDetail = WordOf(Member(candidate, "finishReason"));
  reply.end = EndOf(text, reply.endDetail);
}

bool IsGenerateContentResponse(const Json::Value& json)
{
  const Json::Value& candidates = Member(json, "candidates");
  if (!candidates.isNull())
  {
    return candidates.isArray();
  }
  return Member(json, "promptFeedback").isObject() || Member(json, "usageMetadata").isObject() ||
         Member(json, "modelVersion").isString();
}

}  // namespace

Result<ModelReply> GeminiWire::Read(const HttpReply& reply) const
{
  const auto json = ReadEnvelope(reply);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  if (!IsGenerateContentResponse(json.Value()))
  {
    return Error{ErrorKind::BadReply,
                 "The model's server sent JSON that is no answer to generateContent (no list of "
                 "candidates); check Type and Url."};
  }
  ModelReply read;
  ReadCandidate(json.Value(), read);
  read.servedModel = WordOf(Member(json.Value(), "modelVersion"));
  const Json::Value& usage = Member(json.Value(), "usageMetadata");
  read.inputTokens = CountOf(Member(usage, "promptTokenCount"));
  // Thoughts are paid for as output.
  read.outputTokens =
      CountOf(Member(usage, "candidatesTokenCount")) + CountOf(Member(usage, "thoughtsTokenCount"));
  return read;
}

}  // namespace vlm
