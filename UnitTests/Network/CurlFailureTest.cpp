// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that misbehave. Each waits until its client goes, so nothing depends on how fast anybody
// is: short deadlines belong to what must fail, long ones to what must not.
#include <gmock/gmock.h>

#include <future>

#include "Network/TransportFixture.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

class CurlFailureTest : public TransportTest
{
protected:
  static ConnectionSettings AtMost(std::size_t replyBytes)
  {
    ConnectionSettings settings = Patient();
    settings.maximumReplyBytes = replyBytes;
    return settings;
  }
  static ConnectionSettings StallingAfter(std::chrono::milliseconds time)
  {
    ConnectionSettings settings = Patient();
    settings.stallTimeout = time;
    return settings;
  }
};

constexpr std::chrono::milliseconds shortTime(50);

TEST_F(CurlFailureTest, ReportsAPortWhereNobodyListens)
{
  std::string url;
  {
    LoopbackServer server(Answering(200, ""));
    url = server.Url("/?key=secret");
  }
  const TransportError error = ErrorOf(Get(url));
  EXPECT_EQ(error.kind, TransportFailure::Unreachable);
  EXPECT_THAT(error.message, HasSubstr("127.0.0.1"));
  EXPECT_THAT(error.message, testing::Not(HasSubstr("secret")));
}

// RFC 6761, 6.4: ".invalid" never exists, with or without a name server.
TEST_F(CurlFailureTest, ReportsANameThatDoesNotExist)
{
  EXPECT_EQ(ErrorOf(Get("http://nobody.invalid/")).kind, TransportFailure::Unreachable);
}

TEST_F(CurlFailureTest, AcceptsAReplyOfJustTheAllowedSize)
{
  LoopbackServer server(Answering(200, std::string(1000, 'x')));
  EXPECT_EQ(ReplyOf(Get(server.Url(), AtMost(1000))).body.size(), 1000U);
}

// The body never comes: the announced size is enough to give up.
TEST_F(CurlFailureTest, RefusesAReplyThatAnnouncesTooMuch)
{
  LoopbackServer server(SendingOnly("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"));
  EXPECT_EQ(ErrorOf(Get(server.Url(), AtMost(1000))).kind, TransportFailure::TooLarge);
}

TEST_F(CurlFailureTest, RefusesAnEndlessReply)
{
  std::promise<void> clientLeft;
  LoopbackServer server(
      [&](LoopbackServer::Exchange& exchange)
      {
        exchange.Send("HTTP/1.1 200 OK\r\n\r\n");
        while (exchange.Send(std::string(10000, 'x')))
        {
        }
        clientLeft.set_value();
      });
  EXPECT_EQ(ErrorOf(Get(server.Url(), AtMost(1 << 20))).kind, TransportFailure::TooLarge);
  clientLeft.get_future().wait();
}

TEST_F(CurlFailureTest, RefusesEndlessHeaders)
{
  LoopbackServer server(
      [&](LoopbackServer::Exchange& exchange)
      {
        exchange.Send("HTTP/1.1 200 OK\r\n");
        int number = 0;
        while (exchange.Send("X-" + std::to_string(++number) + ": x\r\n"))
        {
        }
      });
  EXPECT_EQ(ErrorOf(Get(server.Url())).kind, TransportFailure::TooLarge);
}

TEST_F(CurlFailureTest, ReportsAResetWithinTheBody)
{
  LoopbackServer server(
      [](LoopbackServer::Exchange& exchange)
      {
        exchange.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1, 2");
        exchange.Reset();
      });
  EXPECT_EQ(ErrorOf(Get(server.Url())).kind, TransportFailure::Broken);
}

TEST_F(CurlFailureTest, ReportsABodyThatIsCutOff)
{
  LoopbackServer counted([](LoopbackServer::Exchange& exchange)
                         { exchange.Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1, 2"); });
  EXPECT_EQ(ErrorOf(Get(counted.Url())).kind, TransportFailure::Broken);

  LoopbackServer chunked(
      [](LoopbackServer::Exchange& exchange)
      { exchange.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1, 2\r\n"); });
  EXPECT_EQ(ErrorOf(Get(chunked.Url())).kind, TransportFailure::Broken);
}

TEST_F(CurlFailureTest, ReportsAServerThatSaysNothingOrSpeaksNoHttp)
{
  LoopbackServer silent([](LoopbackServer::Exchange& /*exchange*/) {});
  EXPECT_EQ(ErrorOf(Get(silent.Url())).kind, TransportFailure::Broken);
  LoopbackServer other([](LoopbackServer::Exchange& exchange) { exchange.Send("220 ready\r\n"); });
  EXPECT_EQ(ErrorOf(Get(other.Url())).kind, TransportFailure::Broken);
}

TEST_F(CurlFailureTest, EndsAtTheTotalTimeout)
{
  LoopbackServer server(SendingOnly(""));
  ConnectionSettings settings = Patient();
  settings.totalTimeout = shortTime;
  const TransportError error = ErrorOf(Post(server.Url(), "body", settings));
  EXPECT_EQ(error.kind, TransportFailure::TimedOut);
  EXPECT_THAT(error.message, HasSubstr("within 0.0 s"));
}

TEST_F(CurlFailureTest, EndsWhenAReplyStopsFlowing)
{
  LoopbackServer server(SendingOnly("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1, 2"));
  const TransportError error = ErrorOf(Get(server.Url(), StallingAfter(shortTime)));
  EXPECT_EQ(error.kind, TransportFailure::TimedOut);
  EXPECT_THAT(error.message, HasSubstr("stalled"));
}

// 64 MB are more than the kernel takes from one side without the other.
TEST_F(CurlFailureTest, EndsWhenAServerStopsTakingTheRequest)
{
  LoopbackServer server([](LoopbackServer::Exchange& exchange) { exchange.WaitForHangUp(); },
                        Bodies::LeaveUnread);
  const std::string body(std::size_t{64} << 20, 'x');
  const TransportError error = ErrorOf(Post(server.Url(), body, StallingAfter(shortTime)));
  EXPECT_EQ(error.kind, TransportFailure::TimedOut);
  EXPECT_THAT(error.message, HasSubstr("request to 127.0.0.1 stalled"));
}

// The second call stalls by the same setting, after the first has begun to wait: by then the first
// server has thought for longer than the time that ends a stalled call.
TEST_F(CurlFailureTest, LetsAServerThinkLongerThanTheStallTime)
{
  std::promise<void> asked;
  std::promise<void> mayAnswer;
  LoopbackServer thinking(
      [&](LoopbackServer::Exchange& exchange)
      {
        asked.set_value();
        mayAnswer.get_future().wait();
        exchange.Reply(200, "thought");
      });
  LoopbackServer stalling(SendingOnly("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1, 2"));
  auto thought = std::async(std::launch::async,
                            [&] { return Post(thinking.Url(), "body", StallingAfter(shortTime)); });
  asked.get_future().wait();
  EXPECT_EQ(ErrorOf(Get(stalling.Url(), StallingAfter(shortTime))).kind,
            TransportFailure::TimedOut);
  mayAnswer.set_value();
  EXPECT_EQ(ReplyOf(thought.get()).body, "thought");
}

TEST_F(CurlFailureTest, EndsACallThatIsCanceled)
{
  std::promise<void> asked;
  LoopbackServer server(
      [&](LoopbackServer::Exchange& exchange)
      {
        asked.set_value();
        exchange.WaitForClose();
      });
  auto outcome = std::async(std::launch::async, [&] { return Get(server.Url()); });
  asked.get_future().wait();
  cancellation.Request();
  EXPECT_EQ(ErrorOf(outcome.get()).kind, TransportFailure::Canceled);
}

TEST_F(CurlFailureTest, SendsNothingOnceItIsCanceled)
{
  LoopbackServer server(Answering(200, ""));
  cancellation.Request();
  EXPECT_EQ(ErrorOf(Get(server.Url())).kind, TransportFailure::Canceled);
  EXPECT_EQ(server.Connections(), 0);
}

TEST_F(CurlFailureTest, AnswersOthersAfterAFailure)
{
  LoopbackServer broken([](LoopbackServer::Exchange& exchange) { exchange.Reset(); });
  LoopbackServer good(Answering(200, "fine"));
  EXPECT_EQ(ErrorOf(Get(broken.Url())).kind, TransportFailure::Broken);
  EXPECT_EQ(ReplyOf(Get(good.Url())).body, "fine");
}

// The server closes what it had kept open; the next call opens another connection.
TEST_F(CurlFailureTest, OutlivesAConnectionThatTheServerClosedMeanwhile)
{
  LoopbackServer server([](LoopbackServer::Exchange& exchange)
                        { exchange.Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"); });
  for (int i = 0; i < 3; ++i)
  {
    EXPECT_EQ(ReplyOf(Post(server.Url(), "body")).body, "fine");
  }
  EXPECT_EQ(server.Connections(), 3);
}

}  // namespace
}  // namespace vlm
