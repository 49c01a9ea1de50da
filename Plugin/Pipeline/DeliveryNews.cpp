// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/DeliveryNews.h"

namespace vlm
{

bool DeliveryNews::IsNews(const std::string& subject, const std::string& reason, Timestamp now)
{
  constexpr std::chrono::minutes silence{10};
  const MutexLock lock(mutex_);
  const auto told = told_.find(subject);
  if (told != told_.end() && told->second.reason == reason && now - told->second.when < silence)
  {
    return false;
  }
  told_[subject] = {reason, now};
  return true;
}

}  // namespace vlm
