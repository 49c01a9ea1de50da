// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a request may be sent now, by the limits of its model that all nodes keep together.
#pragma once

#include <soci/soci.h>

#include <string>

#include "Pipeline/EgressLedger.h"

namespace vlm
{

// In the caller's transaction: one for each model passes at a time. Lets SOCI's exceptions through.
Admission AdmitInto(soci::session& session, const std::string& node, const EgressEntry& entry,
                    const SharedLimits& limits);

}  // namespace vlm
