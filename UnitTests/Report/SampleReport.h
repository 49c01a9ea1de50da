// SPDX-License-Identifier: GPL-3.0-or-later
// Reports to test with.
#pragma once

#include "Report/AnalysisReport.h"

namespace vlm
{

// A completed series of two images: one located finding on image 0, one on image 1 without a
// location, one rejected on image 1.
AnalysisReport SampleReport();

}  // namespace vlm
