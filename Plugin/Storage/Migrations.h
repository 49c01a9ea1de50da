// SPDX-License-Identifier: GPL-3.0-or-later
// The database schema and the steps from each version of it to the next.
#pragma once

#include <soci/soci.h>

#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// Changes nothing. Errors: StorageFailed (a newer plugin or another program made this database).
// Lets SOCI's exceptions through.
Result<void> CheckSchema(soci::session& session, const std::string& location);

// Brings a checked schema to this version of the plugin. Lets SOCI's exceptions through.
void Migrate(soci::session& session);

}  // namespace vlm
