// SPDX-License-Identifier: GPL-3.0-or-later
// Where Orthanc keeps what rules ask about.
#pragma once

#include "Pipeline/IngestRules.h"

namespace vlm
{

// The tag of a series; nullptr: it is metadata of the instance.
const char* SeriesTag(RuleAttribute attribute);
const char* InstanceMetadata(RuleAttribute attribute);

}  // namespace vlm
