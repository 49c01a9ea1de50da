// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/TokenReply.h"

#include <algorithm>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds renewalMargin(60);
// RFC 6749, 5.1 only recommends expires_in.
constexpr int assumedLifetimeSeconds = 300;
constexpr int longestLifetimeSeconds = 86400;
constexpr std::size_t maximumTokenBytes = std::size_t{16} << 10;
constexpr std::size_t maximumWords = std::size_t{64} << 10;

// What a server says of itself, without anything that might be a token or an assertion.
std::string Told(const Json::Value& reply, const char* name)
{
  if (!reply.isObject() || !reply[name].isString())
  {
    return "";
  }
  constexpr std::size_t longestWord = 64;
  const std::string text =
      CleanText(reply[name].asString(), maximumWords, LineBreaks::ReplaceBySpaces);
  std::string told;
  std::size_t begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    told += told.empty() ? "" : " ";
    told += end - begin > longestWord ? "..." : text.substr(begin, end - begin);
    begin = end + 1;
  }
  return CleanText(told, 300, LineBreaks::ReplaceBySpaces);
}

Error Refusal(const HttpReply& reply, const std::string& who)
{
  const bool mayHelpLater = reply.status == 408 || reply.status == 429 || reply.status >= 500;
  const Result<Json::Value> parsed = ParseJson(reply.body);
  std::string reason;
  if (parsed.HasValue())
  {
    reason = Told(parsed.Value(), "error");
    const std::string description = Told(parsed.Value(), "error_description");
    reason += !reason.empty() && !description.empty() ? ": " + description : description;
  }
  return Error{mayHelpLater ? ErrorKind::ModelUnavailable : ErrorKind::ModelPaused,
               who + " gave no access token: HTTP status " + std::to_string(reply.status) +
                   (reason.empty() ? "" : ", " + reason)};
}

// RFC 6750, 2.1: what may stand behind "Bearer".
bool IsToken(const std::string& text)
{
  return !text.empty() && text.size() <= maximumTokenBytes &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char byte) { return byte > 0x20 && byte < 0x7f; });
}

}  // namespace

Result<Token> ReadToken(const HttpReply& reply, const std::string& who, Timestamp askedAt)
{
  if (reply.status != 200)
  {
    return Refusal(reply, who);
  }
  const Result<Json::Value> parsed = ParseJson(reply.body);
  if (!parsed.HasValue() || !parsed.Value().isObject() ||
      !parsed.Value()["access_token"].isString() ||
      !IsToken(parsed.Value()["access_token"].asString()))
  {
    return Error{ErrorKind::ModelUnavailable, who + " answered without an access_token"};
  }
  const Json::Value& expiresIn = parsed.Value()["expires_in"];
  const int seconds = expiresIn.isInt() ? expiresIn.asInt() : assumedLifetimeSeconds;
  const std::chrono::seconds lifetime(std::clamp(seconds, 0, longestLifetimeSeconds));
  return Token{Secret(parsed.Value()["access_token"].asString()),
               askedAt + lifetime - renewalMargin};
}

}  // namespace vlm
