// SPDX-License-Identifier: GPL-3.0-or-later
// What a server has refused so far, so that later requests need not be refused for it again.
#pragma once

#include <atomic>

#include "Model/WireFormat.h"

namespace vlm
{

// Thread-safe without a lock: many fibers learn at once, and what one has learnt stays.
class LearntConcessions
{
public:
  Concessions Current() const;
  void Add(const Concessions& concessions);

private:
  std::atomic<unsigned> bits_{0};
};

}  // namespace vlm
