// SPDX-License-Identifier: GPL-3.0-or-later
// The database schema and the steps from each version of it to the next.
#pragma once

#include <soci/soci.h>

#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// Brings the schema to this version of the plugin. Errors: StorageFailed (a newer plugin wrote it).
// Lets SOCI's exceptions through.
Result<void> Migrate(soci::session& session, const std::string& location);

}  // namespace vlm
