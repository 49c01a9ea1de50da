// SPDX-License-Identifier: GPL-3.0-or-later
// Short words for tests of CurlTransport.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <variant>

#include "Fakes/LoopbackServer.h"
#include "Network/CurlTransport.h"

namespace vlm
{

class TransportTest : public testing::Test
{
protected:
  // Waits for nothing but a server that misbehaves: generous, so that a busy machine passes.
  static ConnectionSettings Patient()
  {
    ConnectionSettings settings;
    settings.connectTimeout = std::chrono::seconds(60);
    settings.totalTimeout = std::chrono::seconds(120);
    settings.stallTimeout = std::chrono::seconds(60);
    return settings;
  }

  HttpTransport::Outcome Get(const std::string& url, const ConnectionSettings& settings = Patient())
  {
    return transport.Send({"GET", url, {}, ""}, settings, cancellation);
  }
  HttpTransport::Outcome Post(const std::string& url, const std::string& body,
                              const ConnectionSettings& settings = Patient())
  {
    return transport.Send({"POST", url, {{"Content-Type", "application/json"}}, body}, settings,
                          cancellation);
  }

  CurlTransport transport;
  Cancellation cancellation;
};

inline const HttpReply& ReplyOf(const HttpTransport::Outcome& outcome)
{
  static const HttpReply none;
  const auto* error = std::get_if<TransportError>(&outcome);
  EXPECT_EQ(error, nullptr) << error->message;
  return error ? none : std::get<HttpReply>(outcome);
}

// The failure's kind and sentence.
inline TransportError ErrorOf(const HttpTransport::Outcome& outcome)
{
  const auto* error = std::get_if<TransportError>(&outcome);
  EXPECT_NE(error, nullptr) << "a reply: " << std::get<HttpReply>(outcome).status;
  return error ? *error : TransportError{TransportFailure::Canceled, "no error"};
}

inline LoopbackServer::Handler Answering(int status, const std::string& body,
                                         const std::string& headers = "")
{
  return [=](LoopbackServer::Exchange& exchange) { exchange.Reply(status, body, headers); };
}

// Sends `bytes` and then nothing, with the connection open.
inline LoopbackServer::Handler SendingOnly(const std::string& bytes)
{
  return [bytes](LoopbackServer::Exchange& exchange)
  {
    exchange.Send(bytes);
    exchange.WaitForClose();
  };
}

}  // namespace vlm
