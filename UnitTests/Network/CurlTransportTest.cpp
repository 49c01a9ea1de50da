// SPDX-License-Identifier: GPL-3.0-or-later
// Good calls, calls in parallel, and which way they take.
#include "Network/CurlTransport.h"

#include <gmock/gmock.h>

#include <boost/fiber/fiber.hpp>
#include <condition_variable>
#include <cstdlib>

#include "Network/TransportFixture.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

class CurlTransportTest : public TransportTest
{
};

// Sets an environment variable while it lives.
class Environment
{
public:
  Environment(const char* name, const std::string& value) : name_(name)
  {
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

private:
  const char* name_;
};

TEST_F(CurlTransportTest, PostsHeadersAndBodyAndReturnsTheReply)
{
  LoopbackServer server(
      Answering(418, std::string("a\0b", 3), "X-Kind: Teapot\r\nx-kind: Two\r\n"));
  const auto outcome = transport.Send(
      {"POST", server.Url("/v1/chat?x=1"), {{"X-Key", "secret"}, {"X-Empty", ""}}, "{\"a\":1}"},
      Patient(), cancellation);

  EXPECT_EQ(ReplyOf(outcome).status, 418);
  EXPECT_EQ(ReplyOf(outcome).body, std::string("a\0b", 3));
  EXPECT_EQ(ReplyOf(outcome).headers.at("x-kind"), "Teapot, Two");
  const LoopbackServer::Request seen = server.Requests().at(0);
  EXPECT_EQ(seen.method_string(), "POST");
  EXPECT_EQ(seen.target(), "/v1/chat?x=1");
  EXPECT_EQ(seen["X-Key"], "secret");
  EXPECT_EQ(seen.count("X-Empty"), 1U);
  EXPECT_EQ(seen.body(), "{\"a\":1}");
}

TEST_F(CurlTransportTest, GetsWithoutABody)
{
  LoopbackServer server(Answering(200, "fine"));
  EXPECT_EQ(ReplyOf(Get(server.Url("/status"))).body, "fine");
  const LoopbackServer::Request seen = server.Requests().at(0);
  EXPECT_EQ(seen.method_string(), "GET");
  EXPECT_EQ(seen.body(), "");
}

// "Expect: 100-continue" costs a second with servers that ignore it; a compressed reply could
// unpack beyond its bound.
TEST_F(CurlTransportTest, SendsALargeBodyAtOnceAndAsksForAnUncompressedReply)
{
  LoopbackServer server(Answering(200, ""));
  const std::string body(std::size_t{3} << 20, 'x');
  EXPECT_EQ(ReplyOf(Post(server.Url(), body)).status, 200);
  const LoopbackServer::Request seen = server.Requests().at(0);
  EXPECT_EQ(seen.count("Expect"), 0U);
  EXPECT_EQ(seen.count("Accept-Encoding"), 0U);
  EXPECT_TRUE(seen.body() == body);
}

TEST_F(CurlTransportTest, UsesAConnectionAgain)
{
  LoopbackServer server(Answering(200, "fine"));
  for (int i = 0; i < 5; ++i)
  {
    EXPECT_EQ(ReplyOf(Post(server.Url(), "body")).status, 200);
  }
  EXPECT_EQ(server.Connections(), 1);
}

TEST_F(CurlTransportTest, DoesNotFollowARedirect)
{
  LoopbackServer elsewhere(Answering(200, "stolen"));
  LoopbackServer server(Answering(307, "", "Location: " + elsewhere.Url() + "\r\n"));
  EXPECT_EQ(ReplyOf(Post(server.Url(), "body")).status, 307);
  EXPECT_EQ(server.Requests().size(), 1U);
  EXPECT_EQ(elsewhere.Connections(), 0);
}

TEST_F(CurlTransportTest, SkipsInterimReplies)
{
  LoopbackServer server(
      [](LoopbackServer::Exchange& exchange)
      {
        exchange.Send("HTTP/1.1 102 Processing\r\nX-Interim: 1\r\n\r\n");
        exchange.Reply(200, "fine");
      });
  const auto outcome = Get(server.Url());
  EXPECT_EQ(ReplyOf(outcome).status, 200);
  EXPECT_EQ(ReplyOf(outcome).headers.count("x-interim"), 0U);
}

// The server answers nobody before all have asked, so they must be in flight together.
TEST_F(CurlTransportTest, Has64CallsOfOneThreadsFibersInFlightTogether)
{
  constexpr int calls = 64;
  std::mutex mutex;
  std::condition_variable complete;
  int arrived = 0;
  LoopbackServer server(
      [&](LoopbackServer::Exchange& exchange)
      {
        std::unique_lock<std::mutex> lock(mutex);
        ++arrived;
        complete.notify_all();
        complete.wait(lock, [&] { return arrived == calls; });
        lock.unlock();
        exchange.Reply(200, exchange.request.body());
      });
  int good = 0;
  std::vector<boost::fibers::fiber> fibers;
  for (int i = 0; i < calls; ++i)
  {
    fibers.emplace_back(
        [&, i]
        {
          const std::string body = "call " + std::to_string(i);
          good += ReplyOf(Post(server.Url(), body)).body == body ? 1 : 0;
        });
  }
  for (boost::fibers::fiber& fiber : fibers)
  {
    fiber.join();
  }
  EXPECT_EQ(good, calls);
  EXPECT_EQ(server.Connections(), calls);

  // As many connections are kept: the second round opens none.
  arrived = 0;
  fibers.clear();
  for (int i = 0; i < calls; ++i)
  {
    fibers.emplace_back([&] { EXPECT_EQ(ReplyOf(Post(server.Url(), "again")).status, 200); });
  }
  for (boost::fibers::fiber& fiber : fibers)
  {
    fiber.join();
  }
  EXPECT_EQ(server.Connections(), calls);
}

TEST_F(CurlTransportTest, ServesCallsOfSeveralThreads)
{
  LoopbackServer server(Answering(200, "fine"));
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
  {
    threads.emplace_back(
        [&]
        {
          for (int call = 0; call < 20; ++call)
          {
            good += ReplyOf(Post(server.Url(), "body")).body == "fine" ? 1 : 0;
          }
        });
  }
  for (std::thread& thread : threads)
  {
    thread.join();
  }
  EXPECT_EQ(good, 160);
}

TEST_F(CurlTransportTest, IgnoresTheProxyOfTheEnvironment)
{
  LoopbackServer proxy(Answering(200, "by the proxy"));
  const Environment http("http_proxy", proxy.Url());
  const Environment all("ALL_PROXY", proxy.Url());
  LoopbackServer server(Answering(200, "direct"));
  EXPECT_EQ(ReplyOf(Get(server.Url())).body, "direct");
  EXPECT_EQ(proxy.Connections(), 0);
}

TEST_F(CurlTransportTest, UsesTheProxyOfTheSettingWhateverNoProxySays)
{
  const Environment noProxy("no_proxy", "*");
  LoopbackServer proxy(Answering(200, "by the proxy"));
  ConnectionSettings settings = Patient();
  settings.proxy = proxy.Url("");
  EXPECT_EQ(ReplyOf(Get("http://127.0.0.1:9/path", settings)).body, "by the proxy");
  EXPECT_EQ(proxy.Requests().at(0).target(), "http://127.0.0.1:9/path");  // RFC 9112, 3.2.2
}

TEST_F(CurlTransportTest, GivesAProxyNoNameThatNobodyHereCanJudge)
{
  LoopbackServer proxy(Answering(200, "by the proxy"));
  ConnectionSettings settings = Patient();
  settings.proxy = proxy.Url("");
  EXPECT_EQ(ErrorOf(Get("https://models.example/", settings)).kind, TransportFailure::NotAllowed);
  settings.isRemoteAllowed = true;
  EXPECT_EQ(ErrorOf(Get("http://models.example/", settings)).kind, TransportFailure::NotAllowed);
  EXPECT_EQ(proxy.Connections(), 0);

  // Allowed, it is asked for a tunnel; that it gives none is the next failure.
  const TransportError refused = ErrorOf(Get("https://models.example/", settings));
  EXPECT_NE(refused.kind, TransportFailure::NotAllowed);
  EXPECT_EQ(proxy.Requests().at(0).method_string(), "CONNECT");
}

TEST_F(CurlTransportTest, RefusesARemoteAddressBeforeConnecting)
{
  // RFC 5737: an address of nobody; a connection to it could only time out.
  const TransportError error = ErrorOf(Get("https://192.0.2.1/"));
  EXPECT_EQ(error.kind, TransportFailure::NotAllowed);
  EXPECT_THAT(error.message, HasSubstr("Egress.AllowRemote"));
}

// libcurl reads it as 192.0.2.1; for HostPolicy it is a name, so the socket's address decides.
TEST_F(CurlTransportTest, RefusesTheAddressThatANameTurnsOutToHave)
{
  const TransportError error = ErrorOf(Get("https://3221225985/"));
  EXPECT_EQ(error.kind, TransportFailure::NotAllowed);
  EXPECT_THAT(error.message, HasSubstr("192.0.2.1"));
  ConnectionSettings settings = Patient();
  settings.isRemoteAllowed = true;
  EXPECT_EQ(ErrorOf(Get("http://3221225985/", settings)).kind, TransportFailure::NotAllowed);
}

TEST_F(CurlTransportTest, RefusesAHeaderThatWouldBeginAnother)
{
  LoopbackServer server(Answering(200, ""));
  const auto outcome =
      transport.Send({"GET", server.Url(), {{"X-Key", "secret\n"}}, ""}, Patient(), cancellation);
  EXPECT_EQ(ErrorOf(outcome).kind, TransportFailure::NotAllowed);
  EXPECT_THAT(ErrorOf(outcome).message, testing::Not(HasSubstr("secret")));
  EXPECT_EQ(server.Connections(), 0);
}

}  // namespace
}  // namespace vlm
