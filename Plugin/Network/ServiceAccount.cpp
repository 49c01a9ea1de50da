// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/ServiceAccount.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <initializer_list>
#include <memory>
#include <optional>

#include "Foundation/Encoding.h"
#include "Foundation/Json.h"
#include "Model/HostPolicy.h"

namespace vlm
{
namespace
{

constexpr const char* scope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::chrono::seconds lifetime(3600);  // the longest that Google accepts
constexpr int minimumKeyBits = 2048;

struct FreeOpenSsl
{
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;

Error BadKeyFile(const std::string& why)
{
  return Error{ErrorKind::BadInput, "The service account's key file: " + why};
}

// Without it OpenSSL would ask on the terminal for the password of an encrypted key.
int NoPassword(char* /*buffer*/, int /*size*/, int /*isWriting*/, void* /*unused*/)
{
  return -1;
}

// Empty: not an RSA key of sufficient length.
Key ReadKey(const Secret& pem)
{
  const std::string& text = pem.Reveal();
  const std::unique_ptr<BIO, FreeOpenSsl> bio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr) : nullptr);
  // The thread's error queue is no place for our failures: libcurl reads it, too.
  ERR_clear_error();
  const bool isGood = key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA &&
                      EVP_PKEY_get_bits(key.get()) >= minimumKeyBits;
  return isGood ? std::move(key) : Key();
}

Error BadPrivateKey()
{
  return BadKeyFile("private_key is not an RSA key in PEM form, unencrypted, of at least " +
                    std::to_string(minimumKeyBits) + " bits");
}

std::optional<std::string> Sign(EVP_PKEY* key, const std::string& text)
{
  const std::unique_ptr<EVP_MD_CTX, FreeOpenSsl> context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t length = 0;
  std::string signature;
  bool isSigned = context &&
                  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                  EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size()) == 1;
  if (isSigned)
  {
    signature.resize(length);
    isSigned = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                              &length, bytes, text.size()) == 1;
    signature.resize(isSigned ? length : 0);
  }
  ERR_clear_error();
  return isSigned ? std::optional(signature) : std::nullopt;
}

}  // namespace

Result<ServiceAccount> ReadServiceAccount(const std::string& json)
{
  const Result<Json::Value> parsed = ParseJson(json);
  // The parser's own words may quote the file.
  if (!parsed.HasValue() || !parsed.Value().isObject())
  {
    return BadKeyFile("it is not a JSON object");
  }
  const Json::Value& file = parsed.Value();
  for (const char* name : {"type", "client_email", "private_key_id", "private_key", "token_uri"})
  {
    if (!file[name].isString() || file[name].asString().empty())
    {
      return BadKeyFile(std::string(name) + " is missing or not a text");
    }
  }
  if (file["type"].asString() != "service_account")
  {
    return BadKeyFile("type is not service_account");
  }
  if (!ParseUrl(file["token_uri"].asString()).HasValue())
  {
    return BadKeyFile("token_uri is not a URL");
  }
  ServiceAccount account{file["client_email"].asString(), file["private_key_id"].asString(),
                         Secret(file["private_key"].asString()), file["token_uri"].asString()};
  if (!ReadKey(account.privateKey))
  {
    return BadPrivateKey();
  }
  return account;
}

Result<std::string> SignedAssertion(const ServiceAccount& account, Timestamp now)
{
  const Key key = ReadKey(account.privateKey);
  if (!key)
  {
    return BadPrivateKey();
  }
  const auto issuedAt =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  Json::Value header;
  header["alg"] = "RS256";
  header["kid"] = account.privateKeyId;
  header["typ"] = "JWT";
  Json::Value claims;
  claims["iss"] = account.clientEmail;
  claims["scope"] = scope;
  claims["aud"] = account.tokenUri;
  claims["iat"] = static_cast<Json::Int64>(issuedAt);
  claims["exp"] = static_cast<Json::Int64>(issuedAt + lifetime.count());
  const std::string text = Base64Url(WriteJson(header)) + "." + Base64Url(WriteJson(claims));
  const std::optional<std::string> signature = Sign(key.get(), text);
  if (!signature)
  {
    return BadKeyFile("private_key does not sign");
  }
  return text + "." + Base64Url(*signature);
}

}  // namespace vlm
