// SPDX-License-Identifier: GPL-3.0-or-later
// A change of an AdmissionGate under its lock.
#pragma once

#include "Pipeline/AdmissionGate.h"
#include "Pipeline/StandingNews.h"

namespace vlm
{

// Holds the lock; after it, tells those who wait if the model opens sooner.
class VLM_THREAD_ANNOTATION(scoped_lockable) AdmissionGate::Change
{
public:
  explicit Change(AdmissionGate& gate) VLM_THREAD_ANNOTATION(acquire_capability(gate.mutex_))
      : gate_(gate)
  {
    gate_.mutex_.lock();
    now_ = gate_.ports_.clock.Now();
    before_ = gate_.StandingAt(now_);
  }
  ~Change() VLM_THREAD_ANNOTATION(release_capability())
  {
    const bool opensSooner = OpensSooner(gate_.StandingAt(now_), before_);
    gate_.mutex_.unlock();
    if (opensSooner)
    {
      gate_.ports_.opened();
    }
  }
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

  Timestamp Now() const { return now_; }

private:
  AdmissionGate& gate_;
  Timestamp now_{};
  Standing before_;
};

}  // namespace vlm
