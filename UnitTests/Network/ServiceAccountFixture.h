// SPDX-License-Identifier: GPL-3.0-or-later
// A service account whose key is made by OpenSSL for the run of the tests.
#pragma once

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>
#include <string>

#include "Fakes/SelfSignedCertificate.h"
#include "Foundation/Json.h"
#include "Network/ServiceAccount.h"

namespace vlm
{

using TestKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

inline TestKey MakeRsaKey(unsigned bits)
{
  return TestKey(EVP_RSA_gen(bits), &EVP_PKEY_free);
}

inline std::string PrivatePem(EVP_PKEY* key)
{
  return PemText(
      [key](BIO* bio)
      { PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

// Made once: it takes a while.
inline EVP_PKEY* AccountKey()
{
  static const TestKey key = MakeRsaKey(2048);
  return key.get();
}

// As Google's console writes it.
inline Json::Value KeyFile()
{
  Json::Value file;
  file["type"] = "service_account";
  file["project_id"] = "hospital-1";
  file["private_key_id"] = "0a1b2c";
  file["private_key"] = PrivatePem(AccountKey());
  file["client_email"] = "vlm@hospital-1.iam.gserviceaccount.com";
  file["client_id"] = "1234567890";
  file["auth_uri"] = "https://accounts.google.com/o/oauth2/auth";
  file["token_uri"] = "https://oauth2.googleapis.com/token";
  return file;
}

inline ServiceAccount Account()
{
  return ReadServiceAccount(WriteJson(KeyFile())).Value();
}

// RFC 4648, 5, by OpenSSL's decoder.
inline std::string FromBase64Url(std::string text)
{
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  const std::size_t padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string bytes(text.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  bytes.resize(length < 0 ? 0 : static_cast<std::size_t>(length) - padding);
  return bytes;
}

// RFC 7515, 5.2 for RS256.
inline bool IsSignedBy(EVP_PKEY* key, const std::string& jwt)
{
  const std::size_t dot = jwt.rfind('.');
  const std::string text = jwt.substr(0, dot);
  const std::string signature = FromBase64Url(jwt.substr(dot + 1));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

}  // namespace vlm
