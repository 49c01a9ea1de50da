// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says about a request that it refused: google.rpc.Status, OpenAI's error object and
// their imitations.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace vlm
{

struct ServerError
{
  std::string message;                            // as sent: untrusted, unbounded
  std::string code;                               // e.g. "insufficient_quota", "UNAVAILABLE"
  std::string parameter;                          // OpenAI: which one is refused
  std::string reason;                             // of google.rpc.ErrorInfo: "API_KEY_INVALID"
  std::optional<std::chrono::milliseconds> wait;  // of google.rpc.RetryInfo
  bool isDailyQuota = false;                      // of google.rpc.QuotaFailure
};

// Empty where the body says nothing that is understood.
ServerError ReadServerError(const std::string& body);

// Google's APIs answer 400, not 401, to a key that is wrong or expired.
bool IsKeyRefused(const ServerError& error);

// Message, code and parameter in lower-case ASCII and bounded, to look for words in.
std::string SearchableText(const ServerError& error);

// At most `maximumCharacters` of a server's words on one line, with "***" for whatever looks like a
// key or a token: servers repeat them in their messages.
std::string WithoutSecrets(const std::string& words, std::size_t maximumCharacters);

}  // namespace vlm
