// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ServerError.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Model/ReplyEnvelope.h"

namespace vlm
{
namespace
{

constexpr std::size_t MaximumErrorBody = std::size_t{64} << 10;
constexpr std::size_t MaximumSearched = 4000;
constexpr double MaximumWaitSeconds = 1e6;

// google.protobuf.Duration in JSON: "37s", "1.5s".
std::optional<std::chrono::milliseconds> DurationOf(const std::string& text)
{
  double seconds = 0.0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, seconds);
  const bool isDuration = read.ec == std::errc() && std::string_view(read.ptr) == "s" &&
                          seconds >= 0.0 && seconds <= MaximumWaitSeconds;
  if (!isDuration)
  {
    return std::nullopt;
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000.0)));
}

bool IsDaily(const Json::Value& violation)
{
  return TextOf(Member(violation, "quotaId")).find("PerDay") != std::string::npos;
}

// google/rpc/error_details.proto
void ReadDetail(const Json::Value& detail, ServerError& error)
{
  const std::string type = TextOf(Member(detail, "@type"));
  const auto isOf = [&type](std::string_view name) { return type.find(name) != std::string::npos; };
  if (isOf("google.rpc.RetryInfo"))
  {
    error.wait = DurationOf(TextOf(Member(detail, "retryDelay")));
  }
  else if (isOf("google.rpc.ErrorInfo"))
  {
    error.reason = TextOf(Member(detail, "reason"));
  }
  else if (isOf("google.rpc.QuotaFailure"))
  {
    const Json::Value& violations = Member(detail, "violations");
    error.isDailyQuota =
        violations.isArray() && std::any_of(violations.begin(), violations.end(), IsDaily);
  }
}

// {"error": {...}}, {"error": "text"}, {"message": "text"} or FastAPI's {"detail": ...}.
ServerError ReadObject(const Json::Value& json)
{
  ServerError error;
  const Json::Value& inner = Member(json, "error");
  const Json::Value& object = inner.isObject() ? inner : json;
  for (const Json::Value* words : {&Member(object, "message"), &inner, &Member(json, "detail"),
                                   &Member(FirstOf(Member(json, "detail")), "msg")})
  {
    if (error.message.empty())
    {
      error.message = TextOf(*words);
    }
  }
  const Json::Value& code = Member(object, "code");
  error.code = TextOf(code.isString() ? code : Member(object, "status"));
  error.parameter = TextOf(Member(object, "param"));
  const Json::Value& details = Member(object, "details");
  if (details.isArray())
  {
    for (const Json::Value& detail : details)
    {
      ReadDetail(detail, error);
    }
  }
  return error;
}

bool IsKeyCharacter(char character)
{
  const bool isDigit = character >= '0' && character <= '9';
  const bool isLetter =
      (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  return isDigit || isLetter || character == '_' || character == '-' || character == '*';
}

// The prefixes of well-known keys; else long and of mixed characters.
bool LooksLikeKey(std::string_view token)
{
  constexpr std::array<std::string_view, 6> Prefixes = {"AIza", "sk-", "ya29",
                                                        "eyJ",  "hf_", "gsk_"};
  constexpr std::size_t ShortestKnown = 6;
  constexpr std::size_t ShortestUnknown = 32;
  const auto begins = [token](std::string_view prefix)
  { return token.substr(0, prefix.size()) == prefix; };
  if (token.size() >= ShortestKnown && std::any_of(Prefixes.begin(), Prefixes.end(), begins))
  {
    return true;
  }
  const auto has = [token](char first, char last)
  {
    return std::any_of(token.begin(), token.end(),
                       [=](char character) { return character >= first && character <= last; });
  };
  return token.size() >= ShortestUnknown && has('0', '9') && (has('a', 'z') || has('A', 'Z'));
}

}  // namespace

ServerError ReadServerError(const std::string& body)
{
  if (body.empty() || body.size() > MaximumErrorBody)
  {
    return {};
  }
  const auto json = ParseJson(body);
  if (!json.HasValue())
  {
    return {};
  }
  // Google's streaming front end wraps the object into a list.
  return ReadObject(json.Value().isArray() ? FirstOf(json.Value()) : json.Value());
}

bool IsKeyRefused(const ServerError& error)
{
  return error.reason.compare(0, 8, "API_KEY_") == 0;
}

std::string SearchableText(const ServerError& error)
{
  std::string text = error.message.substr(0, MaximumSearched) + ' ' + error.code.substr(0, 100) +
                     ' ' + error.parameter.substr(0, 100);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char character)
                 {
                   const bool isUpper = character >= 'A' && character <= 'Z';
                   return isUpper ? static_cast<char>(character - 'A' + 'a') : character;
                 });
  return text;
}

std::string WithoutSecrets(const std::string& words, std::size_t maximumCharacters)
{
  const std::string_view source = std::string_view(words).substr(0, MaximumSearched);
  std::string safe;
  std::size_t position = 0;
  while (position < source.size())
  {
    const auto* const begin = source.begin() + position;
    const auto* const end = std::find_if_not(begin, source.end(), IsKeyCharacter);
    const std::string_view token = source.substr(position, static_cast<std::size_t>(end - begin));
    if (token.empty())
    {
      safe += source[position++];
      continue;
    }
    safe += LooksLikeKey(token) ? "***" : std::string(token);
    position += token.size();
  }
  return CleanText(safe, maximumCharacters, LineBreaks::ReplaceBySpaces);
}

}  // namespace vlm
