// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Departures.h"

namespace vlm
{
namespace
{

constexpr int ResourcesAtOnce = 500;

}  // namespace

void Departures::Note(ResourceLevel level, const std::string& orthancId)
{
  const MutexLock lock(mutex_);
  noted_.emplace_back(level, orthancId);
  ++count_;
}

std::uint64_t Departures::Count() const
{
  const MutexLock lock(mutex_);
  return count_;
}

bool Departures::HasNoted() const
{
  const MutexLock lock(mutex_);
  return !noted_.empty();
}

Result<std::vector<std::string>> Departures::Forget()
{
  std::vector<std::pair<ResourceLevel, std::string>> noted;
  {
    const MutexLock lock(mutex_);
    noted.swap(noted_);
  }
  std::vector<std::string> overwritten;
  for (std::size_t i = 0; i < noted.size(); ++i)
  {
    const auto& [level, orthancId] = noted[i];
    const auto removed = queue_.RemoveOf(orthancId);
    if (!removed.HasValue())
    {
      // All of them once more, since those before may be overwritten instances not yet told of.
      const MutexLock lock(mutex_);
      noted_.insert(noted_.begin(), noted.begin(), noted.end());
      return removed.Failure();
    }
    if (level == ResourceLevel::Instance && api_.Exists(level, orthancId))
    {
      overwritten.push_back(orthancId);
    }
  }
  return overwritten;
}

Result<void> Departures::Sweep(const WakeUp& stop)
{
  std::string after;
  while (!stop.IsStopped())
  {
    const auto resources = queue_.Resources(after, ResourcesAtOnce);
    if (!resources.HasValue())
    {
      return resources.Failure();
    }
    if (resources.Value().empty())
    {
      return {};
    }
    for (const auto& [level, orthancId] : resources.Value())
    {
      const auto removed =
          api_.Exists(level, orthancId) ? Result<int>(0) : queue_.RemoveOf(orthancId);
      if (!removed.HasValue())
      {
        return removed.Failure();
      }
    }
    after = resources.Value().back().second;
  }
  return {};
}

}  // namespace vlm
