// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RequestThreads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

namespace vlm
{
namespace
{

TEST(RequestThreads, RunTheWorkElsewhereAndWaitForItsEnd)
{
  RequestThreads threads;
  std::set<std::thread::id> seen;
  for (int i = 0; i < 50; ++i)
  {
    threads.Run([&] { seen.insert(std::this_thread::get_id()); });
  }
  EXPECT_EQ(seen.size(), 1U) << "one after the other, the same thread serves";
  EXPECT_EQ(seen.count(std::this_thread::get_id()), 0U);
}

TEST(RequestThreads, RunAtOnceWhatComesAtOnce)
{
  constexpr int callers = 8;
  RequestThreads threads;
  std::atomic<int> inside{0};
  std::vector<std::thread> all;
  for (int i = 0; i < callers; ++i)
  {
    all.emplace_back(
        [&]
        {
          threads.Run(
              [&]
              {
                ++inside;
                while (inside.load() < callers)  // none ends before all have come
                {
                  std::this_thread::yield();
                }
              });
        });
  }
  for (auto& one : all)
  {
    one.join();
  }
  EXPECT_EQ(inside.load(), callers);
}

}  // namespace
}  // namespace vlm
