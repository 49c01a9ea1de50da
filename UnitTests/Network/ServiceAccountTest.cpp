// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/ServiceAccount.h"

#include <gmock/gmock.h>

#include "Network/ServiceAccountFixture.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

Json::Value Part(const std::string& jwt, int number)
{
  std::size_t begin = 0;
  for (; number > 0; --number)
  {
    begin = jwt.find('.', begin) + 1;
  }
  return ParseJson(FromBase64Url(jwt.substr(begin, jwt.find('.', begin) - begin))).Value();
}

// The claims are those of Google's "Using OAuth 2.0 for server to server applications".
TEST(SignedAssertion, HoldsTheClaimsAndVerifiesByOpenSsl)
{
  const Timestamp now(std::chrono::milliseconds(1795498678999));
  const Result<std::string> jwt = SignedAssertion(Account(), now);
  ASSERT_TRUE(jwt.HasValue());

  EXPECT_EQ(Part(jwt.Value(), 0),
            ParseJson(R"({"alg":"RS256","typ":"JWT","kid":"0a1b2c"})").Value());
  EXPECT_EQ(Part(jwt.Value(), 1), ParseJson(R"({
      "iss": "vlm@hospital-1.iam.gserviceaccount.com",
      "scope": "https://www.googleapis.com/auth/cloud-platform",
      "aud": "https://oauth2.googleapis.com/token",
      "iat": 1795498678, "exp": 1795502278})")
                                      .Value());
  EXPECT_TRUE(IsSignedBy(AccountKey(), jwt.Value()));
  EXPECT_FALSE(IsSignedBy(MakeRsaKey(1024).get(), jwt.Value()));
  EXPECT_EQ(jwt.Value().find_first_of("+/="), std::string::npos);
}

TEST(SignedAssertion, RefusesAKeyThatIsNotRsa)
{
  ServiceAccount account = Account();
  account.privateKey = Secret(MakeCertificate("DNS:elliptic").keyPem);
  const Result<std::string> jwt = SignedAssertion(account, Timestamp());
  ASSERT_FALSE(jwt.HasValue());
  EXPECT_EQ(jwt.Failure().kind, ErrorKind::BadInput);
}

TEST(ReadServiceAccount, ReadsAKeyFile)
{
  const Result<ServiceAccount> account = ReadServiceAccount(WriteJson(KeyFile()));
  ASSERT_TRUE(account.HasValue());
  EXPECT_EQ(account.Value().clientEmail, "vlm@hospital-1.iam.gserviceaccount.com");
  EXPECT_EQ(account.Value().privateKeyId, "0a1b2c");
  EXPECT_EQ(account.Value().tokenUri, "https://oauth2.googleapis.com/token");
}

TEST(ReadServiceAccount, NamesTheKeyThatIsMissingOrWrongAndNotItsValue)
{
  const std::string encrypted = PemText(
      [](BIO* bio)
      {
        PEM_write_bio_PKCS8PrivateKey(bio, AccountKey(), EVP_aes_128_cbc(), "word", 4, nullptr,
                                      nullptr);
      });
  const std::vector<std::pair<std::string, Json::Value>> wrong = {
      {"type", "authorized_user"},
      {"type", Json::Value()},
      {"client_email", 7},
      {"private_key_id", ""},
      {"private_key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"},
      {"private_key", encrypted},
      {"private_key", PrivatePem(MakeRsaKey(1024).get())},
      {"token_uri", "ftp://secret"}};
  for (const auto& [name, value] : wrong)
  {
    Json::Value file = KeyFile();
    file[name] = value;
    const Result<ServiceAccount> account = ReadServiceAccount(WriteJson(file));
    ASSERT_FALSE(account.HasValue()) << name;
    EXPECT_EQ(account.Failure().kind, ErrorKind::BadInput);
    EXPECT_THAT(account.Failure().message, HasSubstr(name));
    EXPECT_THAT(account.Failure().message, Not(HasSubstr("ecret")));
  }
}

TEST(ReadServiceAccount, RefusesWhatIsNoJsonObjectWithoutQuotingIt)
{
  for (const char* text : {"", "secret", "[\"secret\"]", "{\"secret\":", "{\"a\":1,\"secret\"}"})
  {
    const Result<ServiceAccount> account = ReadServiceAccount(text);
    ASSERT_FALSE(account.HasValue()) << text;
    EXPECT_THAT(account.Failure().message, Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace vlm
