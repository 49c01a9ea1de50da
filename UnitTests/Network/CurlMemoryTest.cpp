// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to calls when memory is out on libcurl's thread: these tests' operator new refuses
// there as long as one of them wants it to.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <set>

#include "TransportFixture.h"

namespace
{

std::atomic<pid_t> withoutMemory{0};  // a thread; 0: none

void* Allocate(std::size_t size)
{
  const pid_t thread = withoutMemory;
  void* memory = thread != 0 && thread == gettid() ? nullptr : std::malloc(size);
  if (memory == nullptr)
  {
    throw std::bad_alloc();
  }
  return memory;
}

}  // namespace

// NOLINTBEGIN(misc-definitions-in-headers,cppcoreguidelines-no-malloc): replaced for all the tests
void* operator new(std::size_t size)
{
  return Allocate(size);
}
void* operator new[](std::size_t size)
{
  return Allocate(size);
}
void operator delete(void* memory) noexcept
{
  std::free(memory);
}
void operator delete[](void* memory) noexcept
{
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept
{
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept
{
  std::free(memory);
}
// NOLINTEND(misc-definitions-in-headers,cppcoreguidelines-no-malloc)

namespace vlm
{
namespace
{

std::set<pid_t> Threads()
{
  std::set<pid_t> threads;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task"))
  {
    threads.insert(std::stoi(entry.path().filename().string()));
  }
  return threads;
}

class CurlMemoryTest : public testing::Test
{
protected:
  CurlMemoryTest()
  {
    const auto before = Threads();
    transport_ = std::make_unique<CurlTransport>();
    for (const pid_t thread : Threads())
    {
      libcurls_ = before.count(thread) > 0 ? libcurls_ : thread;
    }
  }
  ~CurlMemoryTest() override { withoutMemory = 0; }

  void SetUp() override { ASSERT_NE(libcurls_, 0); }

  HttpTransport::Outcome Get(const std::string& url)
  {
    const auto outcome = transport_->Send({"GET", url, {}, ""}, {}, cancellation_);
    withoutMemory = 0;
    return outcome;
  }

  std::unique_ptr<CurlTransport> transport_;
  pid_t libcurls_ = 0;
  Cancellation cancellation_;
};

// Longer than what a std::string holds without memory.
const std::string LongValue(200, 'x');

TEST_F(CurlMemoryTest, EndsACallAsBrokenAndTheNextOneSucceeds)
{
  LoopbackServer server(
      [this](LoopbackServer::Exchange& exchange)
      {
        withoutMemory = exchange.request.target() == "/out" ? libcurls_ : 0;
        exchange.Reply(200, LongValue, "X-Long: " + LongValue + "\r\n");
      });
  EXPECT_EQ(ErrorOf(Get(server.Url("/out"))).kind, TransportFailure::Broken);
  EXPECT_EQ(ReplyOf(Get(server.Url("/in"))).body, LongValue);
}

TEST_F(CurlMemoryTest, EndsACallThatItCannotEvenGiveUp)
{
  LoopbackServer server(
      [this](LoopbackServer::Exchange& exchange)
      {
        withoutMemory = libcurls_;
        cancellation_.Request();
        exchange.WaitForClose();
      });
  EXPECT_EQ(ErrorOf(Get(server.Url())).kind, TransportFailure::Broken);
}

}  // namespace
}  // namespace vlm
