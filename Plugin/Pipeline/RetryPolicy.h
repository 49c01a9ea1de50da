// SPDX-License-Identifier: GPL-3.0-or-later
// The one table from a failure to what the queue does about it.
#pragma once

#include <chrono>

#include "Foundation/Result.h"

namespace vlm
{

enum class AfterFailure
{
  Retry,   // later, until the attempts are used up
  Fail,    // trying again would not help
  Forget,  // the resource is gone: so is the analysis
  Release  // somebody asked to stop, or the model is paused: go on later, no attempt is used
};

AfterFailure ActionAfter(ErrorKind kind);

// Waiting time before the attempt after `attempts` failed ones: 2 s, doubling, at most 5 minutes.
std::chrono::milliseconds DelayAfter(int attempts);

}  // namespace vlm
