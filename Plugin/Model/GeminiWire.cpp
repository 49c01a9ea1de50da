// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/GeminiWire.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "Foundation/CleanText.h"
#include "Foundation/Encoding.h"
#include "Foundation/Json.h"
#include "Model/ReplySchema.h"
#include "Model/ServerError.h"
#include "Model/ThinkingSetting.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumRepairedCharacters = 20000;
constexpr double LastFamilyWithTemperature = 2.9;

// RFC 3986, section 2.3, and "@" of Vertex versions.
std::string EncodedSegment(std::string_view segment)
{
  std::string encoded;
  for (const char character : segment)
  {
    const bool isDigit = character >= '0' && character <= '9';
    const bool isLetter =
        (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
    if (isDigit || isLetter || std::string_view("-._~@").find(character) != std::string_view::npos)
    {
      encoded += character;
      continue;
    }
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(character));
    encoded += escape;
  }
  return encoded;
}

std::string EncodedPath(std::string_view path)
{
  std::string encoded;
  while (!path.empty())
  {
    const std::size_t end = std::min(path.find('/'), path.size());
    encoded += '/' + EncodedSegment(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return encoded;
}

bool BeginsWith(std::string_view text, std::string_view prefix)
{
  return text.substr(0, prefix.size()) == prefix;
}

// "gemini-2.5-flash", "models/...", "tunedModels/..." or, on Vertex, "publishers/x/models/...".
std::string UrlOf(std::string_view endpoint, std::string_view model)
{
  constexpr std::string_view publisher = "/publishers/google";
  while (!endpoint.empty() && endpoint.back() == '/')
  {
    endpoint.remove_suffix(1);
  }
  std::string path;
  if (BeginsWith(model, "publishers/"))
  {
    const std::size_t place = endpoint.rfind(publisher);
    if (place != endpoint.npos && place + publisher.size() == endpoint.size())
    {
      endpoint.remove_suffix(publisher.size());
    }
    path = EncodedPath(model);
  }
  else if (BeginsWith(model, "models/") || BeginsWith(model, "tunedModels/"))
  {
    path = EncodedPath(model);
  }
  else
  {
    path = "/models/" + EncodedSegment(model);
  }
  return std::string(endpoint) + path + ":generateContent";
}

Json::Value TextPart(const std::string& text)
{
  Json::Value part;
  part["text"] = text;
  return part;
}

Json::Value Turn(const char* role, const std::string& text)
{
  Json::Value turn;
  turn["role"] = role;
  turn["parts"].append(TextPart(text));
  return turn;
}

Json::Value FirstTurn(const Question& question, const Concessions& concessions)
{
  Json::Value turn;
  turn["role"] = "user";
  Json::Value& parts = turn["parts"];
  for (std::size_t i = 0; i < question.pictures.size(); ++i)
  {
    if (question.pictures.size() > 1)
    {
      parts.append(TextPart("Image " + std::to_string(i) + ":"));
    }
    Json::Value part;
    part["inlineData"]["mimeType"] = question.pictures[i].mimeType;
    part["inlineData"]["data"] = Base64(question.pictures[i].bytes);
    parts.append(std::move(part));
  }
  const bool isJoined = concessions.withoutSystemRole && !question.system.empty();
  parts.append(TextPart(isJoined ? question.system + "\n\n" + question.user : question.user));
  return turn;
}

Json::Value Contents(const Question& question, const Concessions& concessions)
{
  Json::Value contents;
  contents.append(FirstTurn(question, concessions));
  if (question.repair)
  {
    const std::string earlier =
        CleanText(question.repair->text, MaximumRepairedCharacters, LineBreaks::Keep);
    contents.append(Turn("model", earlier.empty() ? "(no text)" : earlier));
    contents.append(Turn("user", question.repairInstruction.empty() ? question.repair->problem
                                                                    : question.repairInstruction));
  }
  return contents;
}

Json::Value GenerationConfig(const GenerationSettings& settings, const Concessions& concessions)
{
  Json::Value config;
  config["maxOutputTokens"] = settings.maximumOutputTokens;
  if (concessions.structure < 2)
  {
    config["responseMimeType"] = "application/json";
  }
  if (concessions.structure < 1)
  {
    config["responseSchema"] = GeminiReplySchema();
  }
  // Gemini 3 and later: Google asks to leave the temperature alone, lower ones make it loop.
  const bool takesTemperature = GeminiFamily(settings.model) < LastFamilyWithTemperature;
  if (settings.temperature && takesTemperature && !concessions.withoutTemperature)
  {
    config["temperature"] = *settings.temperature;
  }
  const Json::Value thinking = ThinkingConfig(settings.model, settings.thinking);
  if (!thinking.isNull() && !concessions.withoutThinking)
  {
    config["thinkingConfig"] = thinking;
  }
  return config;
}

// Pictures and words of medicine (breasts, genitals, wounds, self-harm) are harmless here but look
// harmful to a general filter: only what it is sure of is blocked.
Json::Value SafetySettings()
{
  Json::Value all;
  for (const char* category :
       {"HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
        "HARM_CATEGORY_DANGEROUS_CONTENT"})
  {
    Json::Value setting;
    setting["category"] = category;
    setting["threshold"] = "BLOCK_ONLY_HIGH";
    all.append(setting);
  }
  return all;
}

}  // namespace

HttpCall GeminiWire::Write(const Question& question, const GenerationSettings& settings,
                           const Concessions& concessions) const
{
  Json::Value body;
  if (!question.system.empty() && !concessions.withoutSystemRole)
  {
    body["systemInstruction"]["parts"].append(TextPart(question.system));
  }
  body["contents"] = Contents(question, concessions);
  body["generationConfig"] = GenerationConfig(settings, concessions);
  body["safetySettings"] = SafetySettings();

  HttpCall call;
  call.url = UrlOf(endpoint_, settings.model);
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = WriteJson(body);
  return call;
}

// Google words these as "Thinking level is not supported for this model", "JSON mode is not enabled
// for models/gemma-3-4b-it", "Developer instruction is not enabled for ...", "The specified schema
// produces a constraint that has too many states for serving".
std::optional<Concessions> GeminiWire::Concede(const HttpReply& refusal,
                                               const Concessions& concessions) const
{
  const ServerError error = ReadServerError(refusal.body);
  if (IsKeyRefused(error) || error.code == "FAILED_PRECONDITION")
  {
    return std::nullopt;
  }
  const std::string text = SearchableText(error);
  const auto speaksOf = [&text](const char* word) { return text.find(word) != std::string::npos; };
  Concessions less = concessions;
  if (speaksOf("thinking") && !less.withoutThinking)
  {
    less.withoutThinking = true;
    return less;
  }
  if (speaksOf("temperature") && !less.withoutTemperature)
  {
    less.withoutTemperature = true;
    return less;
  }
  if ((speaksOf("developer instruction") || speaksOf("system instruction") ||
       speaksOf("system_instruction")) &&
      !less.withoutSystemRole)
  {
    less.withoutSystemRole = true;
    return less;
  }
  const bool isAboutStructure = speaksOf("schema") || speaksOf("json mode") ||
                                speaksOf("response_mime_type") || speaksOf("responsemimetype") ||
                                speaksOf("response mime type");
  if (isAboutStructure && less.structure < 2)
  {
    // Without JSON mode, a schema-less request in JSON mode is refused as well.
    less.structure = speaksOf("schema") ? less.structure + 1 : 2;
    return less;
  }
  return std::nullopt;
}

std::string VertexEndpoint(const std::string& project, const std::string& region)
{
  std::string host = EncodedSegment(region) + "-aiplatform.googleapis.com";
  if (region == "global")
  {
    host = "aiplatform.googleapis.com";
  }
  else if (region == "us" || region == "eu")  // multi-regions have hosts of another form
  {
    host = "aiplatform." + region + ".rep.googleapis.com";
  }
  return "https://" + host + "/v1/projects/" + EncodedSegment(project) + "/locations/" +
         EncodedSegment(region) + "/publishers/google";
}

}  // namespace vlm
