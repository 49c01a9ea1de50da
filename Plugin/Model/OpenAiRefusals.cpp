// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OpenAiRefusals.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "Model/ServerError.h"

namespace vlm
{
namespace
{

constexpr int PlainText = 2;

bool SpeaksOf(const std::string& text, std::initializer_list<std::string_view> words)
{
  return std::any_of(words.begin(), words.end(),
                     [&text](std::string_view word)
                     { return text.find(word) != std::string::npos; });
}

bool SpeaksOfContext(const std::string& text)
{
  return SpeaksOf(text, {"context length", "context window", "context size", "model_len",
                         "too many tokens", "too large", "context_length_exceeded"});
}

std::optional<Concessions> WithLessStructure(Concessions concessions)
{
  if (concessions.structure >= PlainText)
  {
    return std::nullopt;
  }
  ++concessions.structure;
  return concessions;
}

// "Unsupported parameter: 'max_tokens' ... Use 'max_completion_tokens' instead" (OpenAI's reasoning
// models); "'max_tokens' is too large: ... maximum context length is ..." (vLLM).
std::optional<Concessions> WithOtherTokenLimit(const std::string& text, Concessions concessions)
{
  if (SpeaksOfContext(text))
  {
    if (concessions.withoutTokenLimit)
    {
      return std::nullopt;
    }
    concessions.withoutTokenLimit = true;
    return concessions;
  }
  // Once swapped, a refusal of the other name as well leaves only the server's own limit.
  if (concessions.withCompletionTokens)
  {
    concessions.withoutTokenLimit = true;
  }
  concessions.withCompletionTokens = true;
  return concessions;
}

}  // namespace

std::optional<Concessions> ConcedeToOpenAiServer(const HttpReply& refusal,
                                                 const Concessions& concessions)
{
  const ServerError error = ReadServerError(refusal.body);
  if (IsKeyRefused(error))
  {
    return std::nullopt;
  }
  const std::string text = SearchableText(error);
  Concessions less = concessions;
  if (SpeaksOf(text, {"max_tokens", "max_completion_tokens", "or completion"}) &&
      !concessions.withoutTokenLimit)
  {
    return WithOtherTokenLimit(text, less);
  }
  if (SpeaksOf(text, {"temperature"}) && !concessions.withoutTemperature)
  {
    less.withoutTemperature = true;
    return less;
  }
  if (SpeaksOf(text, {"reasoning", "thinking"}) && !concessions.withoutThinking)
  {
    less.withoutThinking = true;
    return less;
  }
  if (SpeaksOf(text, {"system role", "role system", "roles must alternate", "system message"}) &&
      !concessions.withoutSystemRole)
  {
    less.withoutSystemRole = true;
    return less;
  }
  if (SpeaksOf(text, {"response_format", "json", "schema", "guided", "grammar", "structured"}))
  {
    return WithLessStructure(less);
  }
  if (SpeaksOfContext(text) || SpeaksOf(text, {"image", "picture", "multimodal", "mmproj"}))
  {
    return std::nullopt;
  }
  return WithLessStructure(less);
}

}  // namespace vlm
