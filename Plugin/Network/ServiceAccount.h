// SPDX-License-Identifier: GPL-3.0-or-later
// The key file of a Google Cloud service account, and what is signed with it.
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Foundation/Secret.h"
#include "Foundation/Time.h"

namespace vlm
{

// The parts of a service account's key file that are used.
struct ServiceAccount
{
  std::string clientEmail;
  std::string privateKeyId;
  Secret privateKey;  // PEM
  std::string tokenUri;
};

// Errors: BadInput, which names the key that is missing or wrong, never its value.
Result<ServiceAccount> ReadServiceAccount(const std::string& json);

// A JWT (RFC 7519), RS256 over {iss, scope, aud, iat, exp}. Errors: BadInput (not an RSA key, or
// one shorter than the 2048 bits that RFC 7518, 3.3 asks for).
Result<std::string> SignedAssertion(const ServiceAccount& account, Timestamp now);

}  // namespace vlm
