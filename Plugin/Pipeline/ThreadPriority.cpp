// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ThreadPriority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vlm
{

void YieldToIngest()
{
  constexpr int lowestPriority = 19;
  const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
  // A refusal only costs speed.
  (void)::setpriority(PRIO_PROCESS, thread, lowestPriority);
}

}  // namespace vlm
