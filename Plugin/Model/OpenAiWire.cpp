// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OpenAiWire.h"

#include "Foundation/CleanText.h"
#include "Foundation/Encoding.h"
#include "Foundation/Json.h"
#include "Model/OpenAiRefusals.h"
#include "Model/ReplySchema.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumRepairedCharacters = 20000;

Json::Value TextPart(const std::string& text)
{
  Json::Value part;
  part["type"] = "text";
  part["text"] = text;
  return part;
}

// Without `detail`: vLLM does not know it, and OpenAI's default is to choose by the size.
Json::Value PicturePart(const EncodedPicture& picture)
{
  Json::Value part;
  part["type"] = "image_url";
  part["image_url"]["url"] = "data:" + picture.mimeType + ";base64," + Base64(picture.bytes);
  return part;
}

Json::Value Message(const char* role, const std::string& text)
{
  Json::Value message;
  message["role"] = role;
  message["content"] = text;
  return message;
}

Json::Value FirstMessage(const Question& question, const Concessions& concessions)
{
  Json::Value message;
  message["role"] = "user";
  Json::Value& content = message["content"];
  for (std::size_t i = 0; i < question.pictures.size(); ++i)
  {
    if (question.pictures.size() > 1)
    {
      content.append(TextPart("Image " + std::to_string(i) + ":"));
    }
    content.append(PicturePart(question.pictures[i]));
  }
  const bool isJoined = concessions.withoutSystemRole && !question.system.empty();
  content.append(TextPart(isJoined ? question.system + "\n\n" + question.user : question.user));
  return message;
}

Json::Value Messages(const Question& question, const Concessions& concessions)
{
  Json::Value messages;
  if (!question.system.empty() && !concessions.withoutSystemRole)
  {
    messages.append(Message("system", question.system));
  }
  messages.append(FirstMessage(question, concessions));
  if (question.repair)
  {
    const std::string earlier =
        CleanText(question.repair->text, MaximumRepairedCharacters, LineBreaks::Keep);
    messages.append(Message("assistant", earlier.empty() ? "(no text)" : earlier));
    messages.append(Message("user", question.repairInstruction.empty()
                                        ? question.repair->problem
                                        : question.repairInstruction));
  }
  return messages;
}

// For models that reason. OpenAI and Ollama know "none"; a number of tokens has no counterpart.
std::string ReasoningEffort(const std::string& thinking)
{
  if (thinking == "off")
  {
    return "none";
  }
  const bool isLevel = thinking == "low" || thinking == "medium" || thinking == "high";
  return isLevel ? thinking : "";
}

// JSON text, since the properties of the schema have an order; empty: plain text is asked for.
std::string ResponseFormat(int structure)
{
  if (structure == 0)
  {
    return R"({"type":"json_schema","json_schema":{"name":"radiology_reply","strict":true,"schema":)" +
           StrictReplySchema() + "}}";
  }
  return structure == 1 ? R"({"type":"json_object"})" : "";
}

std::string WithMember(const std::string& object, const std::string& name, const std::string& value)
{
  return '{' + WriteJson(Json::Value(name)) + ':' + value + ',' + object.substr(1);
}

}  // namespace

HttpCall OpenAiWire::Write(const Question& question, const GenerationSettings& settings,
                           const Concessions& concessions) const
{
  Json::Value body;
  body["model"] = settings.model;
  body["messages"] = Messages(question, concessions);
  body["stream"] = false;
  if (!concessions.withoutTokenLimit)
  {
    body[concessions.withCompletionTokens ? "max_completion_tokens" : "max_tokens"] =
        settings.maximumOutputTokens;
  }
  if (settings.temperature && !concessions.withoutTemperature)
  {
    body["temperature"] = *settings.temperature;
  }
  const std::string effort = ReasoningEffort(settings.thinking);
  if (!effort.empty() && !concessions.withoutThinking)
  {
    body["reasoning_effort"] = effort;
  }

  HttpCall call;
  call.url = url_;
  while (!call.url.empty() && call.url.back() == '/')
  {
    call.url.pop_back();
  }
  call.url += "/chat/completions";
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = WriteJson(body);
  const std::string format = ResponseFormat(concessions.structure);
  if (!format.empty())
  {
    call.body = WithMember(call.body, "response_format", format);
  }
  return call;
}

std::optional<Concessions> OpenAiWire::Concede(const HttpReply& refusal,
                                               const Concessions& concessions) const
{
  return ConcedeToOpenAiServer(refusal, concessions);
}

}  // namespace vlm
