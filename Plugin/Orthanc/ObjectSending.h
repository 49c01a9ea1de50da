// SPDX-License-Identifier: GPL-3.0-or-later
// Sends instances to a modality (C-STORE) or peer (HTTP) by a job of Orthanc.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"

namespace vlm
{

// The path in Orthanc's REST API of a destination, named as in the configuration's "SendTo".
// Errors: NotFound (neither or both of a modality and a peer), those of OrthancApi.
Result<std::string> FindDestination(const OrthancApi& api, const std::string& destination);

// Waits until the destination has all of them. Where Orthanc keeps no jobs that ended, they are
// sent once more without one. Errors: StorageFailed with the other side's reason, Canceled (nothing
// is sent any more), those of OrthancApi.
Result<void> SendObjects(const OrthancApi& api, const std::string& destinationPath,
                         const std::vector<std::string>& instanceIds,
                         const Cancellation& cancellation);

}  // namespace vlm
