// SPDX-License-Identifier: GPL-3.0-or-later
// The few places in which the SQL of SQLite and of PostgreSQL differ.
#pragma once

#include <soci/soci.h>

#include <string>

namespace vlm
{

bool IsPostgres(soci::session& session);

// At the end of a SELECT of one table: its rows belong to this transaction; rows of others are left
// out. SQLite's transactions come one after the other anyway.
std::string LockUnlocked(soci::session& session);

// Until the end of this transaction no other one passes here with the same name.
void LockName(soci::session& session, const std::string& name);

// A statement of the schema, written for SQLite, as this database takes it.
std::string SchemaStatement(soci::session& session, const std::string& statement);

}  // namespace vlm
