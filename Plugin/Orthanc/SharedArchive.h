// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this Orthanc belongs to those that share the database.
#pragma once

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

// Servers that share our database must share Orthanc's index and storage, too: one that does not
// would take the others' analyses for those of deleted images. Looks whether it knows any of the
// first resources that were analysed. Errors: BadConfiguration (it knows none of at least
// `FewestToJudge`), and those of the queue and of Orthanc.
Result<void> CheckSharedArchive(AnalysisQueue& queue, const OrthancApi& api);

constexpr int FewestToJudge = 5;

}  // namespace vlm
