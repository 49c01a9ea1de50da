// SPDX-License-Identifier: GPL-3.0-or-later
// GovernedExchange asked by many fibers and threads at once.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <boost/fiber/fiber.hpp>
#include <thread>

#include "ExchangeFixture.h"

namespace vlm
{
namespace
{

using std::chrono::seconds;

class ExchangeFibersTest : public ExchangeFixture
{
protected:
  using SendResult = Result<ExchangeOutcome>;

  // Each sends one call.
  std::vector<SendResult> SendFromFibers(int count)
  {
    std::vector<SendResult> results;
    std::vector<boost::fibers::fiber> fibers;
    for (int i = 0; i < count; ++i)
    {
      fibers.emplace_back([this, &results] { results.push_back(Send()); });
    }
    for (auto& fiber : fibers)
    {
      fiber.join();
    }
    return results;
  }
  static std::ptrdiff_t Answered(const std::vector<SendResult>& results)
  {
    return std::count_if(results.begin(), results.end(),
                         [](const SendResult& result) { return result.HasValue(); });
  }
};

TEST_F(ExchangeFibersTest, NeverHasMoreInFlightThanAllowed)
{
  settings_.maximumConcurrentRequests = 8;
  int inFlight = 0;
  int most = 0;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        most = std::max(most, ++inFlight);
        for (int i = 0; i < 10; ++i)
        {
          boost::this_fiber::yield();
        }
        --inFlight;
        return Reply(200);
      });
  EXPECT_EQ(Answered(SendFromFibers(64)), 64);
  EXPECT_EQ(most, 8);
  EXPECT_EQ(Health().inFlight, 0);
  EXPECT_EQ(Health().waiting, 0);
}

TEST_F(ExchangeFibersTest, ServesWhoCameFirst)
{
  settings_.maximumConcurrentRequests = 1;
  std::vector<std::string> served;
  AnswerBy(
      [&](const HttpCall& call, const Cancellation&)
      {
        served.push_back(call.body);
        boost::this_fiber::yield();
        return Reply(200);
      });
  std::vector<boost::fibers::fiber> fibers;
  for (const char* name : {"1", "2", "3", "4"})
  {
    auto call = Call();
    call.call.body = name;
    fibers.emplace_back([this, call] { EXPECT_TRUE(exchange_->Send(call, never_).HasValue()); });
  }
  for (auto& fiber : fibers)
  {
    fiber.join();
  }
  EXPECT_THAT(served, testing::ElementsAre("1", "2", "3", "4"));
}

TEST_F(ExchangeFibersTest, ProbesWithExactlyOneCall)
{
  settings_.maximumRetries = 0;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        for (int i = 0; i < 100; ++i)
        {
          boost::this_fiber::yield();
        }
        return Sent() <= 6 ? Reply(503) : Reply(200);
      });
  for (int i = 0; i < 5; ++i)
  {
    SendAndFail();
  }
  clock_.Advance(seconds(30));
  EXPECT_EQ(Answered(SendFromFibers(10)), 0);
  EXPECT_EQ(Sent(), 6U) << "one of ten tried, and failed";
  clock_.Advance(seconds(60));
  EXPECT_EQ(Answered(SendFromFibers(10)), 1);
  EXPECT_EQ(Sent(), 7U);
  EXPECT_EQ(Answered(SendFromFibers(10)), 10);
}

TEST_F(ExchangeFibersTest, HoldsOtherCallsWhileTheServerAsksForPatience)
{
  std::vector<Timestamp> times;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        times.push_back(clock_.Now());
        return times.size() == 1 ? TooManyRequests("30") : Reply(200);
      });
  EXPECT_EQ(Answered(SendFromFibers(3)), 3);
  ASSERT_EQ(times.size(), 4U);
  for (std::size_t i = 1; i < times.size(); ++i)
  {
    EXPECT_GE(times[i] - times[0], seconds(30));
  }
}

TEST_F(ExchangeFibersTest, LeavesTheLineWhenCanceled)
{
  settings_.maximumConcurrentRequests = 1;
  Cancellation cancellation;
  bool isOver = false;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        while (!isOver)
        {
          boost::this_fiber::yield();
        }
        return Reply(200);
      });
  boost::fibers::fiber first([&] { EXPECT_TRUE(Send().HasValue()); });
  boost::fibers::fiber second(
      [&]
      {
        const auto sent = exchange_->Send(Call(), cancellation);
        ASSERT_FALSE(sent.HasValue());
        EXPECT_EQ(sent.Failure().kind, ErrorKind::Canceled);
        isOver = true;
      });
  while (Health().inFlight + Health().waiting < 2)
  {
    boost::this_fiber::yield();
  }
  cancellation.Request();
  second.join();
  first.join();
  EXPECT_EQ(Sent(), 1U);
  EXPECT_EQ(Health().waiting, 0);
  EXPECT_TRUE(Send().HasValue()) << "its place is free";
}

TEST_F(ExchangeFibersTest, EndsABackOffAndTheMinutesWaitWhenCanceled)
{
  Cancellation cancellation;
  settings_.requestsPerMinute = 1;
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        cancellation.Request();
        return Reply(503);
      });
  for (int i = 0; i < 2; ++i)  // the second time before anything is sent
  {
    const auto sent = exchange_->Send(Call(), cancellation);
    ASSERT_FALSE(sent.HasValue());
    EXPECT_EQ(sent.Failure().kind, ErrorKind::Canceled);
  }
  EXPECT_EQ(Sent(), 1U);
  EXPECT_EQ(waited_.count(), 0);
  EXPECT_EQ(Health().inFlight, 0);
}

TEST_F(ExchangeFibersTest, IsSharedByThreads)
{
  settings_.maximumConcurrentRequests = 3;
  std::atomic<int> inFlight{0};
  std::atomic<bool> isWithin{true};
  AnswerBy(
      [&](const HttpCall&, const Cancellation&)
      {
        isWithin = isWithin && ++inFlight <= 3;
        boost::this_fiber::yield();
        --inFlight;
        return Reply(200);
      });
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
  {
    threads.emplace_back(
        [&]
        {
          std::vector<boost::fibers::fiber> fibers;
          for (int j = 0; j < 50; ++j)
          {
            fibers.emplace_back([&] { answered += Send().HasValue() ? 1 : 0; });
          }
          std::for_each(fibers.begin(), fibers.end(), [](auto& fiber) { fiber.join(); });
        });
  }
  std::for_each(threads.begin(), threads.end(), [](auto& thread) { thread.join(); });
  EXPECT_EQ(answered, 200);
  EXPECT_TRUE(isWithin);
  EXPECT_EQ(Health().requests, 200);
}

}  // namespace
}  // namespace vlm
