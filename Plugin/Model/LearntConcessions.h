// SPDX-License-Identifier: GPL-3.0-or-later
// What a server has refused so far, so that later requests need not be refused for it again.
#pragma once

#include <atomic>
#include <string>

#include "Model/WireFormat.h"

namespace vlm
{

// Thread-safe without a lock: many fibers learn at once, and what one has learnt stays until
// somebody tries anew.
class LearntConcessions
{
public:
  Concessions Current() const;
  void Add(const Concessions& concessions);
  // The full form was tried again, and this much had to be conceded.
  void Replace(const Concessions& concessions);
  // In words, e.g. "JSON without schema, no temperature"; empty: the server takes the full form.
  std::string Described() const;

private:
  std::atomic<unsigned> bits_{0};
};

}  // namespace vlm
