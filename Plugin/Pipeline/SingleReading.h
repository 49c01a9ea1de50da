// SPDX-License-Identifier: GPL-3.0-or-later
// One reading: shows a view, judges the reply, and asks once more if it cannot be used.
#pragma once

#include "Pipeline/Readings.h"

namespace vlm
{

Reading ReadOnce(const ReadingTask& task, const View& view, VisionModel& model,
                 const Cancellation& cancellation);

}  // namespace vlm
