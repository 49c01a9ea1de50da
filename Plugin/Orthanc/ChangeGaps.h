// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that Orthanc's log of changes left out when it was read.
#pragma once

#include <json/value.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace vlm
{

// Several writers of one log - servers, or connections of one - take their numbers before they
// commit, so that a lower one may appear after a higher one was read. Most that is left out is gone
// for good, with a deleted resource; it is looked for again for a while.
class ChangeGaps
{
public:
  using Time = std::chrono::steady_clock::time_point;
  struct Range
  {
    std::int64_t first = 0;
    std::int64_t last = 0;
    Time seenAt{};
  };

  // `changes`: what the log told after `since`, in the order of "Seq".
  void Note(std::int64_t since, const Json::Value& changes, Time now);

  // What is to be looked for again; forgets what was left out long ago.
  std::vector<Range> Due(Time now);

  // That one was looked for, and `changes` found in it.
  void Narrow(const Range& range, const Json::Value& changes);

  bool IsEmpty() const { return ranges_.empty(); }

private:
  std::vector<Range> ranges_;
};

}  // namespace vlm
