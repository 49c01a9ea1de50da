// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text: base64 (RFC 4648, section 4 and 5) and the hexadecimal SHA-256. By OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vlm
{

std::string Base64(std::string_view bytes);  // with padding, without line breaks
// No value: it is no base64 with padding.
std::optional<std::string> DecodeBase64(std::string_view text);
std::string Base64Url(std::string_view bytes);  // without padding
std::string Sha256Hex(std::string_view bytes);  // 64 lower-case digits

}  // namespace vlm
