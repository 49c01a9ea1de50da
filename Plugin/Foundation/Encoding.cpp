// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Encoding.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace vlm
{

std::string Base64(std::string_view bytes)
{
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const auto* input = reinterpret_cast<const unsigned char*>(bytes.data());
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), input,
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text)
{
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  const std::string_view body = text.substr(0, text.size() - padding);
  if (text.size() % 4 != 0 || padding > 2 || body.find_first_not_of(digits) != body.npos)
  {
    return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3 + 1, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0)
  {
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(length) - padding);
  return bytes;
}

std::string Base64Url(std::string_view bytes)
{
  std::string text = Base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string Sha256Hex(std::string_view bytes)
{
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest)
  {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace vlm
