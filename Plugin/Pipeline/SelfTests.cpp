// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/SelfTests.h"

#include <exception>

namespace vlm
{
namespace
{

Result<SelfTestOutcome> OutcomeOf(VisionModel& model, const Cancellation& cancellation)
{
  try
  {
    return model.Test(cancellation);
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()};
  }
}

}  // namespace

SelfTestRecord SelfTests::Run(const std::string& name, VisionModel& model,
                              const Cancellation& cancellation)
{
  SelfTestRecord record{OutcomeOf(model, cancellation), clock_.Now()};
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
