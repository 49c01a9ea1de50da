// SPDX-License-Identifier: GPL-3.0-or-later
// What the egress ledger says of the requests for access tokens.
#include "Network/VertexFixture.h"

namespace vlm
{
namespace
{

TEST(VertexCredentials, WriteEachRequestIntoTheLedgerBeforeItIsSent)
{
  World world;
  std::vector<EgressEntry> atSending;
  ScriptedTransport transport(
      [&](const HttpCall&, const Cancellation&)
      {
        atSending = world.ledger.Entries();
        world.clock.Advance(std::chrono::milliseconds(70));
        return TokenReply("token", 3600);
      });
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  const Timestamp start = world.clock.Now();
  EXPECT_EQ(BearerOf(credentials), "Authorization: Bearer token");

  ASSERT_EQ(atSending.size(), 1U);
  EXPECT_EQ(atSending[0].time, start);
  EXPECT_EQ(atSending[0].model, "vertex (token)");
  EXPECT_EQ(atSending[0].host, "oauth2.googleapis.com");
  EXPECT_EQ(atSending[0].rule, "AllowRemote; access token");
  EXPECT_EQ(atSending[0].bytes,
            static_cast<std::int64_t>(transport.Calls().at(0).call.body.size()));
  EXPECT_TRUE(atSending[0].pictureSha256.empty() && atSending[0].contextKeys.empty());
  EXPECT_EQ(atSending[0].outcome, "");
  const EgressEntry entry = world.ledger.Entries().at(0);
  EXPECT_EQ(entry.outcome, "Answered");
  EXPECT_EQ(entry.httpStatus, 200);
  EXPECT_EQ(entry.latency, std::chrono::milliseconds(70));
  EXPECT_EQ(world.ledger.UsageSince("vertex", start).Value().requests, 0)
      << "the model's budget is not touched";
}

TEST(VertexCredentials, WriteIntoTheLedgerWhatBecameOfARequest)
{
  World world;
  ScriptedTransport transport(
      std::vector<Outcome>{Refused(403, "{}"), TransportError{TransportFailure::TimedOut, "late"}});
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  FailureOf(credentials);
  FailureOf(credentials);
  EXPECT_EQ(world.ledger.Entries().at(0).outcome, "Unauthorized");
  EXPECT_EQ(world.ledger.Entries().at(0).httpStatus, 403);
  EXPECT_EQ(world.ledger.Entries().at(1).outcome, "TimedOut");
  EXPECT_EQ(world.ledger.Entries().at(1).httpStatus, 0);
}

TEST(VertexCredentials, SendNothingWhenTheLedgerCannotBeWritten)
{
  World world;
  world.ledger.Break();
  ScriptedTransport transport(TokenReply("token", 3600));
  VertexCredentials credentials(ByAccount(), world.PortsOf(transport));
  EXPECT_EQ(FailureOf(credentials).kind, ErrorKind::StorageFailed);
  EXPECT_EQ(transport.Count(), 0U);
}

TEST(VertexCredentials, SendNothingToAHostThatIsNotAllowed)
{
  World world;
  ScriptedTransport transport(TokenReply("token", 3600));
  TokenSource source = ByAccount();
  source.connection.isRemoteAllowed = false;
  VertexCredentials credentials(source, world.PortsOf(transport));
  EXPECT_EQ(FailureOf(credentials).kind, ErrorKind::ModelPaused);
  EXPECT_EQ(transport.Count(), 0U);
  EXPECT_TRUE(world.ledger.Entries().empty());
}

}  // namespace
}  // namespace vlm
