// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAiWire: reading CreateChatCompletionResponse and what other servers make of it.
#include <string_view>

#include "Model/OpenAiWire.h"
#include "Model/ReasoningBlocks.h"
#include "Model/ReplyEnvelope.h"
#include "Model/ServerError.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumWords = 200;

// A text, or a list of parts of which those of type "text" count.
std::string TextOfContent(const Json::Value& content)
{
  if (!content.isArray())
  {
    return TextOf(content);
  }
  std::string text;
  for (const Json::Value& part : content)
  {
    text += TextOf(Member(part, "text"));
  }
  return text;
}

std::string_view Trimmed(std::string_view text)
{
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == text.npos ? std::string_view() : text.substr(begin);
}

// Without reasoning that the server left in the content.
SpokenText SpokenIn(const Json::Value& message)
{
  SpokenText spoken = WithoutReasoning(TextOfContent(Member(message, "content")));
  spoken.text = spoken.isCutOff ? "" : std::string(Trimmed(spoken.text));
  spoken.hadReasoning |= !TextOf(Member(message, "reasoning_content")).empty() ||
                         !TextOf(Member(message, "reasoning")).empty();
  return spoken;
}

ReplyEnd EndOf(const SpokenText& spoken, std::string_view reason)
{
  if (reason == "content_filter")
  {
    return ReplyEnd::Refused;
  }
  if (reason == "length")
  {
    return ReplyEnd::Truncated;
  }
  if (spoken.text.empty())
  {
    return spoken.hadReasoning ? ReplyEnd::ThoughtOnly : ReplyEnd::Empty;
  }
  // Even "stop" may be wrong (llama.cpp says it of JSON cut at the token limit): the reader of the
  // text notices.
  return ReplyEnd::Complete;
}

void ReadChoice(const Json::Value& choice, ModelReply& reply)
{
  const Json::Value& message = Member(choice, "message");
  const SpokenText spoken = SpokenIn(message);
  const std::string refusal = TextOf(Member(message, "refusal"));
  reply.endDetail = WordOf(Member(choice, "finish_reason"));
  reply.end = EndOf(spoken, reply.endDetail);
  reply.text = spoken.text;
  if (!refusal.empty())
  {
    reply.end = ReplyEnd::Refused;
    reply.endDetail = "refusal";
    reply.text = refusal;
  }
}

Error NoCompletion(const std::string& body)
{
  const std::string words = WithoutSecrets(ReadServerError(body).message, MaximumWords);
  return Error{ErrorKind::BadReply,
               words.empty() ? "The model's server sent JSON that is no chat completion (no list "
                               "of choices); check Type and Url."
                             : "The model's server reports an error as a success: " + words};
}

}  // namespace

Result<ModelReply> OpenAiWire::Read(const HttpReply& reply) const
{
  const auto json = ReadEnvelope(reply);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  const Json::Value& choices = Member(json.Value(), "choices");
  if (!choices.isArray())
  {
    return NoCompletion(reply.body);
  }
  ModelReply read;
  ReadChoice(FirstOf(choices), read);
  read.servedModel = WordOf(Member(json.Value(), "model"));
  const Json::Value& usage = Member(json.Value(), "usage");
  read.inputTokens = CountOf(Member(usage, "prompt_tokens"));
  read.outputTokens = CountOf(Member(usage, "completion_tokens"));
  return read;
}

}  // namespace vlm
