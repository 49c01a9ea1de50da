// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Standstill.h"

#include <utility>

namespace vlm
{
namespace
{

std::string SentenceOf(const std::string& model, const std::string& reason)
{
  return (model.empty() ? std::string("the queue") : "model '" + model + "'") +
         " is paused by an administrator" + (reason.empty() ? "" : ": " + reason) +
         (model.empty() ? "; POST /vlm/queue/resume ends it"
                        : "; POST /vlm/models/" + model + "/resume ends it");
}

}  // namespace

Result<bool> Standstill::Refresh()
{
  const auto pauses = pauses_.List();
  if (!pauses.HasValue())
  {
    return pauses.Failure();
  }
  std::map<std::string, std::string> reasons;
  for (const auto& pause : pauses.Value())
  {
    reasons[pause.model] = pause.reason;
  }
  const MutexLock lock(mutex_);
  const bool hasChanged = reasons != reasons_;
  reasons_ = std::move(reasons);
  return hasChanged;
}

std::optional<std::string> Standstill::ReasonFor(const std::string& model) const
{
  const MutexLock lock(mutex_);
  for (const auto& subject : {std::string(), model})
  {
    const auto found = reasons_.find(subject);
    if (found != reasons_.end())
    {
      return SentenceOf(subject, found->second);
    }
  }
  return std::nullopt;
}

}  // namespace vlm
