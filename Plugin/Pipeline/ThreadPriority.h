// SPDX-License-Identifier: GPL-3.0-or-later
// Background threads yield to Orthanc's own, so that a busy queue does not slow the arrival of
// images.
#pragma once

namespace vlm
{

// Lowers the calling thread's priority to the lowest. On Linux a nice value belongs to a thread
// (sched(7)).
void YieldToIngest();

}  // namespace vlm
