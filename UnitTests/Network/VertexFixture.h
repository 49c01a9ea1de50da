// SPDX-License-Identifier: GPL-3.0-or-later
// Short words for tests of VertexCredentials.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryLedger.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/ScriptedTransport.h"
#include "Network/ServiceAccountFixture.h"
#include "Network/VertexCredentials.h"

namespace vlm
{

using Outcome = HttpTransport::Outcome;

inline Outcome TokenReply(const std::string& token, int expiresIn)
{
  return HttpReply{200,
                   {},
                   R"({"access_token":")" + token + R"(","expires_in":)" +
                       std::to_string(expiresIn) + R"(,"token_type":"Bearer"})"};
}

inline Outcome Refused(int status, const std::string& body)
{
  return HttpReply{status, {}, body};
}

inline TokenSource ByAccount()
{
  TokenSource source;
  source.model = "vertex";
  source.account = Account();
  source.connection.proxy = "http://127.0.0.1:3128";
  source.connection.isRemoteAllowed = true;
  return source;
}

// What credentials speak to, beside the transport.
struct World
{
  FakeClock clock;
  MemoryLedger ledger;
  MemoryLog log;

  ExchangePorts PortsOf(HttpTransport& transport) { return {transport, ledger, clock, log}; }
};

inline std::string BearerOf(VertexCredentials& credentials)
{
  const Result<Headers> headers = credentials.Get(Cancellation());
  EXPECT_TRUE(headers.HasValue()) << headers.Failure().message;
  return headers.HasValue() ? headers.Value().at(0).first + ": " + headers.Value().at(0).second
                            : std::string();
}

inline Error FailureOf(VertexCredentials& credentials)
{
  const Result<Headers> headers = credentials.Get(Cancellation());
  EXPECT_FALSE(headers.HasValue());
  return headers.HasValue() ? Error{} : headers.Failure();
}

}  // namespace vlm
