// SPDX-License-Identifier: GPL-3.0-or-later
// Whom CurlTransport trusts.
#include <gmock/gmock.h>

#include "Network/TransportFixture.h"
#include "Storage/TemporaryFolder.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

class CurlTlsTest : public TransportTest
{
protected:
  ConnectionSettings Trusting(const SelfSignedCertificate& certificate)
  {
    ConnectionSettings settings = Patient();
    settings.caFile = folder.File("ca.pem");
    std::ofstream(settings.caFile) << certificate.certificatePem;
    return settings;
  }

  TemporaryFolder folder;
  const SelfSignedCertificate ours = MakeCertificate("IP:127.0.0.1,DNS:localhost");
};

TEST_F(CurlTlsTest, RefusesASelfSignedServerAndNamesTheRemedy)
{
  LoopbackServer server(Answering(200, "fine"), ours);
  const TransportError error = ErrorOf(Post(server.Url(), "secret"));
  EXPECT_EQ(error.kind, TransportFailure::Unreachable);
  EXPECT_THAT(error.message, HasSubstr("CaCertificates"));
  EXPECT_THAT(error.message, HasSubstr("self-signed"));
  EXPECT_TRUE(server.Requests().empty());
}

TEST_F(CurlTlsTest, AcceptsItWithItsAuthoritysFile)
{
  LoopbackServer server(Answering(200, "fine"), ours);
  EXPECT_EQ(ReplyOf(Post(server.Url(), "body", Trusting(ours))).body, "fine");
  EXPECT_EQ(ReplyOf(Post(server.Url("/", "localhost"), "body", Trusting(ours))).body, "fine");
}

// A connection that one model trusts is not lent to another that does not.
TEST_F(CurlTlsTest, DoesNotReuseAConnectionThatOtherSettingsTrusted)
{
  LoopbackServer server(Answering(200, "fine"), ours);
  EXPECT_EQ(ReplyOf(Get(server.Url(), Trusting(ours))).body, "fine");
  EXPECT_EQ(ErrorOf(Get(server.Url())).kind, TransportFailure::Unreachable);
}

TEST_F(CurlTlsTest, RefusesACertificateOfAnotherName)
{
  const SelfSignedCertificate theirs = MakeCertificate("DNS:other.example");
  LoopbackServer server(Answering(200, "fine"), theirs);
  EXPECT_EQ(ErrorOf(Get(server.Url(), Trusting(theirs))).kind, TransportFailure::Unreachable);
  EXPECT_TRUE(server.Requests().empty());
}

TEST_F(CurlTlsTest, RefusesACertificateOfAnotherAuthority)
{
  LoopbackServer server(Answering(200, "fine"), ours);
  const SelfSignedCertificate theirs = MakeCertificate("IP:127.0.0.1");
  EXPECT_EQ(ErrorOf(Get(server.Url(), Trusting(theirs))).kind, TransportFailure::Unreachable);
}

TEST_F(CurlTlsTest, ReportsAnAuthoritysFileThatCannotBeRead)
{
  LoopbackServer server(Answering(200, "fine"), ours);
  ConnectionSettings settings = Patient();
  settings.caFile = folder.File("missing.pem");
  const TransportError error = ErrorOf(Get(server.Url(), settings));
  EXPECT_EQ(error.kind, TransportFailure::Unreachable);
  EXPECT_THAT(error.message, HasSubstr("CaCertificates"));
}

TEST_F(CurlTlsTest, ReportsAServerThatSpeaksNoTls)
{
  LoopbackServer server(Answering(200, "fine"));
  const std::string url = "https://127.0.0.1:" + std::to_string(server.Port()) + "/";
  EXPECT_EQ(ErrorOf(Get(url)).kind, TransportFailure::Unreachable);
}

}  // namespace
}  // namespace vlm
