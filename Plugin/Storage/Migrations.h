// SPDX-License-Identifier: GPL-3.0-or-later
// The database schema and the way from each version of it to the newest.
#pragma once

#include <soci/soci.h>

#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// Where our tables are in a PostgreSQL database, apart from Orthanc's.
constexpr const char* SchemaName = "orthanc_vlm";

// Changes nothing. Errors: StorageFailed (a newer plugin, with which this one cannot share it, or
// another program made this database). Lets SOCI's exceptions through.
Result<void> CheckSchema(soci::session& session, const std::string& location);

// Brings a checked schema to this version of the plugin. Lets SOCI's exceptions through.
void Migrate(soci::session& session);

// Both for PostgreSQL, one server after the other. Errors: as CheckSchema.
Result<void> MigrateShared(soci::session& session, const std::string& location);

}  // namespace vlm
