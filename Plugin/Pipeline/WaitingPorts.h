// SPDX-License-Identifier: GPL-3.0-or-later
// Ports: letting time pass, and chance. Tests replace them to wait without sleeping.
#pragma once

#include <boost/fiber/operations.hpp>
#include <chrono>
#include <functional>
#include <random>

namespace vlm
{

// In [0, 1). Thread-safe.
inline double RandomShare()
{
  thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

struct WaitingPorts
{
  // Suspends the calling fiber.
  std::function<void(std::chrono::milliseconds)> pause = [](std::chrono::milliseconds time)
  { boost::this_fiber::sleep_for(time); };
  std::function<double()> jitter = RandomShare;  // in [0, 1)
};

// The longest wait in one piece, so that a cancellation is seen soon.
constexpr std::chrono::milliseconds waitingSlice{100};

}  // namespace vlm
