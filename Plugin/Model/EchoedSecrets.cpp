// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/EchoedSecrets.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <charconv>
#include <string>
#include <string_view>
#include <variant>

namespace vlm
{
namespace
{

constexpr std::size_t ShortestSecret = 8;
constexpr std::size_t MostBackslashes = 8;

// Empty: this header holds no credentials.
std::string SecretIn(const std::string& header, const std::string& value)
{
  if (boost::iequals(header, "x-goog-api-key"))
  {
    return value;
  }
  // "Bearer KEY" (RFC 6750, 2.1) is a scheme and the secret.
  const std::size_t space = value.find(' ');
  const std::string credentials = space == std::string::npos ? value : value.substr(space + 1);
  return boost::iequals(header, "Authorization") ? credentials : std::string();
}

bool IsHexOf(std::string_view digits, std::size_t count, char character)
{
  unsigned int code = 0;
  const std::string_view hex = digits.substr(0, count);
  const auto read = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
  return hex.size() == count && read.ec == std::errc() && read.ptr == hex.data() + count &&
         code == static_cast<unsigned char>(character);
}

// How many characters at the beginning of `text` spell `character`; 0: none do.
std::size_t SpellingOf(char character, std::string_view text)
{
  if (!text.empty() && text.front() == character)
  {
    return 1;
  }
  if (!text.empty() && text.front() == '%')  // RFC 3986, 2.1
  {
    return IsHexOf(text.substr(1), 2, character) ? 3 : 0;
  }
  // RFC 8259, 7; each further JSON around it doubles the backslashes.
  const std::size_t backslashes = std::min(text.find_first_not_of('\\'), text.size());
  if (backslashes == 0 || backslashes > MostBackslashes || backslashes == text.size())
  {
    return 0;
  }
  const std::string_view escaped = text.substr(backslashes);
  if (escaped.front() == character)
  {
    return backslashes + 1;
  }
  const bool isCode = escaped.front() == 'u' && IsHexOf(escaped.substr(1), 4, character);
  return isCode ? backslashes + 5 : 0;
}

std::size_t SpellingOf(const std::string& secret, std::string_view text)
{
  std::size_t length = 0;
  for (const char character : secret)
  {
    const std::size_t step = SpellingOf(character, text.substr(length));
    if (step == 0)
    {
      return 0;
    }
    length += step;
  }
  return length;
}

void Cover(const std::string& secret, std::string& text)
{
  const std::string_view all = text;
  std::string covered;
  std::size_t kept = 0;
  std::size_t position = 0;
  while (position < all.size())
  {
    const std::size_t length = SpellingOf(secret, all.substr(position));
    if (length > 0)
    {
      covered += all.substr(kept, position - kept);
      covered += "***";
      kept = position + length;
    }
    position += std::max<std::size_t>(length, 1);
  }
  if (kept > 0)
  {
    covered += all.substr(kept);
    text = std::move(covered);
  }
}

}  // namespace

void CoverEchoedSecrets(const HttpCall& call, HttpTransport::Outcome& outcome)
{
  for (const auto& [name, value] : call.headers)
  {
    const std::string secret = SecretIn(name, value);
    if (secret.size() < ShortestSecret)
    {
      continue;
    }
    if (auto* error = std::get_if<TransportError>(&outcome))
    {
      Cover(secret, error->message);
      continue;
    }
    auto& reply = std::get<HttpReply>(outcome);
    Cover(secret, reply.body);
    for (auto& header : reply.headers)
    {
      Cover(secret, header.second);
    }
  }
}

}  // namespace vlm
