// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges of several nodes with one model, on one database.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>
#include <thread>

#include "Fakes/MemoryLog.h"
#include "Fakes/ScriptedTransport.h"
#include "Pipeline/GovernedExchange.h"
#include "Storage/AdmissionFixture.h"

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// A shared database as far as it matters here, so that SQLite is tested by the same code.
class SharedLedger : public EgressLedger
{
public:
  explicit SharedLedger(EgressLedger& ledger) : ledger_(ledger) {}
  bool IsShared() const override { return true; }
  Result<std::int64_t> Record(const EgressEntry& entry) override { return ledger_.Record(entry); }
  Result<Admission> Admit(const EgressEntry& entry, const SharedLimits& limits) override
  {
    return ledger_.Admit(entry, limits);
  }
  Result<void> Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                        milliseconds latency) override
  {
    return ledger_.Complete(id, httpStatus, outcome, latency);
  }
  Result<void> NoteUsage(std::int64_t id, std::int64_t inputTokens, std::int64_t outputTokens,
                         const std::string& servedModel) override
  {
    return ledger_.NoteUsage(id, inputTokens, outputTokens, servedModel);
  }
  Result<EgressPage> List(const EgressFilter& filter) override { return ledger_.List(filter); }
  Result<EgressUsage> UsageSince(const std::string& model, Timestamp since) override
  {
    return ledger_.UsageSince(model, since);
  }
  Result<std::vector<Timestamp>> RequestsSince(const std::string& model, Timestamp since) override
  {
    return ledger_.RequestsSince(model, since);
  }

private:
  EgressLedger& ledger_;
};

class SharedExchangeTest : public QueueFixture
{
protected:
  struct Server
  {
    Server(SharedExchangeTest& test, const ScriptedTransport::Script& script)
        : node(*test.database, test.clock, hours(24)), ledger(node.ledger), transport(script)
    {
      ExchangePorts ports{transport, ledger, test.clock, log};
      ports.waiting.pause = test.pause;
      auto made = GovernedExchange::Create(test.settings, ports);
      EXPECT_TRUE(made.HasValue());
      exchange = std::move(made).Value();
    }
    // So many at once; how many were answered.
    int Send(int count)
    {
      int answered = 0;
      std::vector<boost::fibers::fiber> fibers;
      for (int i = 0; i < count; ++i)
      {
        fibers.emplace_back(
            [&]
            {
              OutgoingCall call;
              call.call.body = "0123456789";
              answered += exchange->Send(call, never).HasValue() ? 1 : 0;
            });
      }
      for (auto& fiber : fibers)
      {
        fiber.join();
      }
      return answered;
    }

    Cancellation never;
    MemoryLog log;
    Node node;
    SharedLedger ledger;
    ScriptedTransport transport;
    std::unique_ptr<GovernedExchange> exchange;
  };

  SharedExchangeTest() { settings.model = "gemini"; }

  long long WaitingNodes() { return CountRows("model_waits"); }
  // Both nodes send so many from a thread of their own; how many were answered.
  static int SendFromBoth(Server& a, Server& b, int count)
  {
    int ofB = 0;
    std::thread thread([&] { ofB = b.Send(count); });
    const int ofA = a.Send(count);
    thread.join();
    return ofA + ofB;
  }

  ExchangeSettings settings;
  std::function<void(milliseconds)> pause = [](milliseconds)
  { boost::this_fiber::sleep_for(milliseconds(1)); };
};

TEST_F(SharedExchangeTest, NeverHaveMoreInFlightThanAllowedTogether)
{
  settings.maximumConcurrentRequests = 2;
  std::atomic<int> inFlight{0};
  std::atomic<int> most{0};
  const auto script = [&](const HttpCall&, const Cancellation&)
  {
    const int now = ++inFlight;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);)
    {
    }
    for (int i = 0; i < 5; ++i)
    {
      boost::this_fiber::yield();
    }
    --inFlight;
    return HttpReply{200, {}, "{}"};
  };
  Server a(*this, script);
  Server b(*this, script);
  EXPECT_EQ(SendFromBoth(a, b, 10), 20);
  EXPECT_LE(most, 2);
  EXPECT_EQ(WaitingNodes(), 0);
  EXPECT_EQ(a.exchange->Health().waiting, 0);
}

TEST_F(SharedExchangeTest, KeepTheMinuteTogether)
{
  settings.requestsPerMinute = 3;
  std::mutex mutex;
  std::vector<Timestamp> times;
  pause = [this](milliseconds time)
  {
    clock.Advance(time);
    boost::this_fiber::yield();
  };
  const auto script = [&](const HttpCall&, const Cancellation&)
  {
    const std::lock_guard<std::mutex> lock(mutex);
    times.push_back(clock.Now());
    return HttpReply{200, {}, "{}"};
  };
  Server a(*this, script);
  Server b(*this, script);
  const auto start = clock.Now();
  EXPECT_EQ(SendFromBoth(a, b, 5), 10);
  // Oracle: ten requests, three in a minute, need three whole minutes beyond the first three.
  EXPECT_GE(clock.Now() - start, minutes(3));
  const auto recorded = a.ledger.RequestsSince("gemini", start).Value();
  ASSERT_EQ(recorded.size(), 10U);
  for (std::size_t i = 3; i < recorded.size(); ++i)
  {
    EXPECT_GE(recorded[i] - recorded[i - 3], minutes(1)) << "request " << i;
  }
}

TEST_F(SharedExchangeTest, UseUpTheDayTogether)
{
  settings.dailyRequests = 7;
  const auto script = [](const HttpCall&, const Cancellation&) { return HttpReply{200, {}, "{}"}; };
  Server a(*this, script);
  Server b(*this, script);
  EXPECT_EQ(SendFromBoth(a, b, 6), 7);
  for (Server* node : {&a, &b})
  {
    EXPECT_EQ(node->Send(1), 0);
    EXPECT_EQ(node->exchange->Health().state, ModelState::Exhausted);
    EXPECT_EQ(node->exchange->Health().requestsToday, 7) << "of both nodes";
  }
  EXPECT_EQ(a.transport.Count() + b.transport.Count(), 7U);
}

TEST_F(SharedExchangeTest, GoOnOnceANodeThatHeldTheModelIsDead)
{
  settings.maximumConcurrentRequests = 1;
  Node dead(*database, clock, seconds(30));
  EgressEntry entry;
  entry.time = clock.Now();
  entry.model = "gemini";
  ASSERT_TRUE(dead.ledger.Record(entry).HasValue());
  pause = [this](milliseconds time) { clock.Advance(time); };
  Server a(*this, [](const HttpCall&, const Cancellation&) { return HttpReply{200, {}, "{}"}; });
  const auto start = clock.Now();
  EXPECT_EQ(a.Send(1), 1);
  EXPECT_GE(clock.Now() - start, seconds(30));
  EXPECT_LE(clock.Now() - start, seconds(31));
}

// Each call lasts until the other node waits, if it still has calls to send: who asks at once after
// an answer must not overtake it.
TEST_F(SharedExchangeTest, TakeTurns)
{
  settings.maximumConcurrentRequests = 1;
  constexpr int calls = 6;
  std::mutex mutex;
  std::vector<char> order;
  std::atomic<int> left[2] = {{calls}, {calls}};
  const auto scriptOf = [&](int self)
  {
    return [&, self](const HttpCall&, const Cancellation&)
    {
      {
        const std::lock_guard<std::mutex> lock(mutex);
        order.push_back(self == 0 ? 'a' : 'b');
      }
      --left[self];
      while (left[1 - self] > 0 && WaitingNodes() == 0)
      {
        boost::this_fiber::sleep_for(milliseconds(1));
      }
      clock.Advance(milliseconds(1));  // who came first is told by the time
      return HttpReply{200, {}, "{}"};
    };
  };
  Server a(*this, scriptOf(0));
  Server b(*this, scriptOf(1));
  EXPECT_EQ(SendFromBoth(a, b, calls), 2 * calls);
  ASSERT_EQ(order.size(), 2U * calls);
  for (std::size_t i = 1; i < order.size(); ++i)
  {
    EXPECT_NE(order[i], order[i - 1]) << std::string(order.begin(), order.end());
  }
}

}  // namespace
}  // namespace vlm
