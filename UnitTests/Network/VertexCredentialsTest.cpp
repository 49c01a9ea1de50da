// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/VertexCredentials.h"

#include <gmock/gmock.h>

#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>

#include "Network/VertexFixture.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

Error FailureAfter(const Outcome& outcome)
{
  ScriptedTransport transport(outcome);
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  return FailureOf(credentials);
}

TEST(VertexCredentials, ExchangesASignedAssertionForAToken)
{
  ScriptedTransport transport(TokenReply("ya29.token", 3599));
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer ya29.token");

  const ScriptedTransport::Seen seen = transport.Calls().at(0);
  EXPECT_EQ(seen.call.method, "POST");
  EXPECT_EQ(seen.call.url, "https://oauth2.googleapis.com/token");
  EXPECT_EQ(seen.call.headers.at(0).second, "application/x-www-form-urlencoded");
  EXPECT_EQ(seen.connection.proxy, "http://127.0.0.1:3128");
  const std::string expected =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  EXPECT_EQ(seen.call.body.substr(0, expected.size()), expected);
  EXPECT_TRUE(IsSignedBy(AccountKey(), seen.call.body.substr(expected.size())));
}

TEST(VertexCredentials, AsksTheMetadataServerWithoutAnAccount)
{
  ScriptedTransport transport(TokenReply("token", 3599));
  World world;
  TokenSource source;
  source.connection.proxy = "http://127.0.0.1:3128";
  VertexCredentials credentials(source, world.PortsOf(transport));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer token");

  const ScriptedTransport::Seen seen = transport.Calls().at(0);
  EXPECT_EQ(seen.call.method, "GET");
  EXPECT_EQ(seen.call.url,
            "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/"
            "default/token");
  EXPECT_EQ(seen.call.headers, (Headers{{"Metadata-Flavor", "Google"}}));
  EXPECT_EQ(seen.connection.proxy, "");
  EXPECT_THAT(seen.connection.localNetworks, testing::Contains("169.254.169.254"));
}

TEST(VertexCredentials, RenewsTheTokenAMinuteBeforeItExpires)
{
  ScriptedTransport transport(
      std::vector<Outcome>{TokenReply("first", 3600), TokenReply("second", 3600)});
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer first");
  world.clock.Advance(std::chrono::seconds(3539));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer first");
  EXPECT_EQ(transport.Count(), 1U);
  world.clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer second");
}

TEST(VertexCredentials, FetchesAnotherAfterForget)
{
  ScriptedTransport transport(
      std::vector<Outcome>{TokenReply("first", 3600), TokenReply("second", 3600)});
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer first");
  credentials.Forget();
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer second");
}

TEST(VertexCredentials, PausesTheModelWithoutCredentials)
{
  ScriptedTransport transport(TokenReply("token", 3600));
  World world;
  TokenSource source = ByAccount();
  source.problem = "CredentialsFile is not there";
  VertexCredentials credentials(source, world.PortsOf(transport));
  EXPECT_EQ(FailureOf(credentials).kind, ErrorKind::ModelPaused);
  EXPECT_EQ(FailureOf(credentials).message, "CredentialsFile is not there");
  EXPECT_EQ(transport.Count(), 0U);
}

TEST(VertexCredentials, PausesTheModelWhenTheyAreRefusedAndSaysWhy)
{
  for (const int status : {400, 401, 403})
  {
    const Error error = FailureAfter(Refused(
        status, R"({"error":"invalid_grant","error_description":"Invalid JWT Signature."})"));
    EXPECT_EQ(error.kind, ErrorKind::ModelPaused);
    EXPECT_THAT(error.message, HasSubstr("invalid_grant: Invalid JWT Signature."));
    EXPECT_THAT(error.message, HasSubstr(std::to_string(status)));
  }
}

TEST(VertexCredentials, RepeatsNothingThatMayBeASecret)
{
  ScriptedTransport transport(
      [](const HttpCall& call, const Cancellation&) -> Outcome
      {
        const std::string assertion = call.body.substr(call.body.rfind('=') + 1);
        return Refused(
            400, R"({"error":"no","error_description":"Bad )" + assertion + R"( here\u202e"})");
      });
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  EXPECT_THAT(FailureOf(credentials).message, testing::EndsWith("no: Bad ... here"));
}

TEST(VertexCredentials, CallsTheModelUnavailableWhenTryingAgainMayHelp)
{
  const std::vector<Outcome> outcomes = {
      Refused(503, "<html>"),
      Refused(500, ""),
      Refused(429, "{}"),
      Refused(408, ""),
      TransportError{TransportFailure::Unreachable, "No connection"},
      TransportError{TransportFailure::TimedOut, "Too slow"},
      TransportError{TransportFailure::Broken, "Broken"},
      TransportError{TransportFailure::TooLarge, "Too large"}};
  for (const Outcome& outcome : outcomes)
  {
    EXPECT_EQ(FailureAfter(outcome).kind, ErrorKind::ModelUnavailable);
  }
  EXPECT_EQ(FailureAfter(TransportError{TransportFailure::NotAllowed, "no"}).kind,
            ErrorKind::ModelPaused);
  EXPECT_EQ(FailureAfter(TransportError{TransportFailure::Canceled, "end"}).kind,
            ErrorKind::Canceled);
}

TEST(VertexCredentials, TakesNoTokenThatCouldNotStandInAHeader)
{
  for (const std::string body :
       {"", "token", "[]", "{}", R"({"access_token":7})", R"({"access_token":""})",
        R"({"access_token":"secret\r\nX-Evil: 1","expires_in":3600})"})
  {
    const Error error = FailureAfter(Refused(200, body));
    EXPECT_EQ(error.kind, ErrorKind::ModelUnavailable) << body;
    EXPECT_THAT(error.message, Not(HasSubstr("secret")));
  }
}

TEST(VertexCredentials, TrustsNoAbsurdLifetime)
{
  for (const char* lifetime : {"-5", "0", "1e300", "\"3600\"", "null", "4294967295"})
  {
    ScriptedTransport transport(
        Refused(200, std::string(R"({"access_token":"token","expires_in":)") + lifetime + "}"));
    World world;
    VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
    EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer token");
    world.clock.Advance(std::chrono::hours(1));
    EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer token");
    EXPECT_EQ(transport.Count(), 2U) << lifetime;
  }
}

// What ten fibers get that all ask before the first answer is there.
std::vector<Result<Headers>> AskTogether(VertexCredentials& credentials)
{
  std::vector<Result<Headers>> got;
  std::vector<boost::fibers::fiber> fibers;
  for (int i = 0; i < 10; ++i)
  {
    fibers.emplace_back([&] { got.push_back(credentials.Get(Cancellation())); });
  }
  for (boost::fibers::fiber& fiber : fibers)
  {
    fiber.join();
  }
  return got;
}

ScriptedTransport::Script AfterLettingOthersRun(const Outcome& outcome)
{
  return [outcome](const HttpCall&, const Cancellation&)
  {
    for (int i = 0; i < 100; ++i)
    {
      boost::this_fiber::yield();
    }
    return outcome;
  };
}

TEST(VertexCredentials, FetchOneTokenForAllWhoWait)
{
  ScriptedTransport transport(AfterLettingOthersRun(TokenReply("token", 3600)));
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  for (const Result<Headers>& headers : AskTogether(credentials))
  {
    EXPECT_TRUE(headers.HasValue());
  }
  EXPECT_EQ(transport.Count(), 1U);
}

TEST(VertexCredentials, ShareAFailureWithAllWhoWaitAndAskAgainLater)
{
  ScriptedTransport transport(AfterLettingOthersRun(Refused(503, "")));
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  for (const Result<Headers>& headers : AskTogether(credentials))
  {
    EXPECT_EQ(headers.Failure().kind, ErrorKind::ModelUnavailable);
  }
  EXPECT_EQ(transport.Count(), 1U);
  EXPECT_EQ(FailureOf(credentials).kind, ErrorKind::ModelUnavailable);
  EXPECT_EQ(transport.Count(), 2U);
}

TEST(VertexCredentials, EndWhenCanceled)
{
  ScriptedTransport transport(TokenReply("token", 3600));
  World world;
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  Cancellation cancellation;
  cancellation.Request();
  EXPECT_EQ(credentials.Get(cancellation).Failure().kind, ErrorKind::Canceled);
  EXPECT_EQ(transport.Count(), 0U);
}

}  // namespace
}  // namespace vlm
