// SPDX-License-Identifier: GPL-3.0-or-later
// A GovernedExchange whose server, ledger, clock and waiting a test commands: waiting moves the
// clock.
#pragma once

#include <gtest/gtest.h>

#include <boost/fiber/operations.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryLedger.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/ScriptedTransport.h"
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

class ExchangeFixture : public testing::Test
{
protected:
  using Outcome = HttpTransport::Outcome;

  ExchangeFixture()
  {
    settings_.model = "gemini";
    settings_.host = "ai.example.org";
    settings_.destinationRule = "AllowRemote";
  }

  static Outcome Reply(int status) { return HttpReply{status, {}, "{}"}; }
  static Outcome TooManyRequests(const std::string& retryAfterSeconds)
  {
    return HttpReply{429, {{"retry-after", retryAfterSeconds}}, "{}"};
  }
  static Outcome NoReply(TransportFailure kind) { return TransportError{kind, "no reply"}; }

  // The answers one after another; the last one again and again.
  void Answer(std::vector<Outcome> outcomes)
  {
    transport_ = std::make_unique<ScriptedTransport>(std::move(outcomes));
    Start();
  }
  void AnswerBy(ScriptedTransport::Script script)
  {
    transport_ = std::make_unique<ScriptedTransport>(std::move(script));
    Start();
  }
  // As after a restart of Orthanc: only the ledger is kept.
  void Start()
  {
    auto exchange = GovernedExchange::Create(settings_, Ports());
    ASSERT_TRUE(exchange.HasValue());
    exchange_ = std::move(exchange).Value();
  }
  ExchangePorts Ports()
  {
    ExchangePorts ports{*transport_, ledger_, clock_, log_};
    ports.waiting.pause = [this](std::chrono::milliseconds time)
    {
      waited_ += time;
      clock_.Advance(time);
      boost::this_fiber::yield();
    };
    ports.waiting.jitter = [this] { return jitter_; };
    ports.opened = [this] { ++opened_; };
    return ports;
  }

  static OutgoingCall Call()
  {
    OutgoingCall call;
    call.call.url = "https://ai.example.org/v1";
    call.call.body = "0123456789";
    return call;
  }
  Result<ExchangeOutcome> Send() { return exchange_->Send(Call(), never_); }
  // The error's kind and sentence.
  Error SendAndFail(const OutgoingCall& call = Call())
  {
    const auto sent = exchange_->Send(call, never_);
    EXPECT_FALSE(sent.HasValue());
    return sent.HasValue() ? Error{} : sent.Failure();
  }
  ModelHealth Health() const { return exchange_->Health(); }
  std::size_t Sent() const { return transport_->Count(); }

  ExchangeSettings settings_;
  FakeClock clock_;
  MemoryLog log_;
  MemoryLedger ledger_;
  Cancellation never_;
  double jitter_ = 0.5;
  std::chrono::milliseconds waited_{0};
  int opened_ = 0;  // how often who waits was told so
  std::unique_ptr<ScriptedTransport> transport_ = std::make_unique<ScriptedTransport>(Reply(200));
  std::unique_ptr<GovernedExchange> exchange_;
};

}  // namespace vlm
