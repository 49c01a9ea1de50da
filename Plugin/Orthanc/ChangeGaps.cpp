// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ChangeGaps.h"

#include <algorithm>
#include <iterator>

namespace vlm
{
namespace
{

constexpr std::chrono::seconds Patience{20};  // longer than any transaction of Orthanc's
constexpr std::size_t MostRanges = 200;       // the newest

// The ranges from `first` on that `changes` leave out, up to the last of them.
std::vector<ChangeGaps::Range> LeftOut(std::int64_t first, const Json::Value& changes,
                                       ChangeGaps::Time seenAt)
{
  std::vector<ChangeGaps::Range> ranges;
  std::int64_t next = first;
  for (const auto& change : changes)
  {
    if (!change["Seq"].isInt64())
    {
      return {};
    }
    const std::int64_t number = change["Seq"].asInt64();
    if (number > next)
    {
      ranges.push_back({next, number - 1, seenAt});
    }
    next = std::max(next, number + 1);
  }
  return ranges;
}

}  // namespace

void ChangeGaps::Note(std::int64_t since, const Json::Value& changes, Time now)
{
  const auto leftOut = LeftOut(since + 1, changes, now);
  ranges_.insert(ranges_.end(), leftOut.begin(), leftOut.end());
  if (ranges_.size() > MostRanges)
  {
    ranges_.erase(ranges_.begin(),
                  std::prev(ranges_.end(), static_cast<std::ptrdiff_t>(MostRanges)));
  }
}

std::vector<ChangeGaps::Range> ChangeGaps::Due(Time now)
{
  ranges_.erase(std::remove_if(ranges_.begin(), ranges_.end(),
                               [now](const Range& range) { return now - range.seenAt > Patience; }),
                ranges_.end());
  return ranges_;
}

void ChangeGaps::Narrow(const Range& range, const Json::Value& changes)
{
  const auto found = std::find_if(ranges_.begin(), ranges_.end(),
                                  [&range](const Range& one) { return one.first == range.first; });
  if (found == ranges_.end() || changes.empty())
  {
    return;
  }
  auto left = LeftOut(range.first, changes, range.seenAt);
  const std::int64_t after = changes[changes.size() - 1]["Seq"].asInt64() + 1;
  if (after <= range.last)
  {
    left.push_back({after, range.last, range.seenAt});
  }
  ranges_.insert(ranges_.erase(found), left.begin(), left.end());
}

}  // namespace vlm
