// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/SelfTests.h"

namespace vlm
{

SelfTestRecord SelfTests::Run(const std::string& name, VisionModel& model,
                              const Cancellation& cancellation)
{
  auto outcome = model.Test(cancellation);
  SelfTestRecord record{std::move(outcome), clock_.Now()};
  if (record.outcome.HasValue() || record.outcome.Failure().kind != ErrorKind::Canceled)
  {
    const MutexLock lock(mutex_);
    last_.insert_or_assign(name, record);
  }
  return record;
}

std::optional<SelfTestRecord> SelfTests::Last(const std::string& name) const
{
  const MutexLock lock(mutex_);
  const auto found = last_.find(name);
  return found == last_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace vlm
