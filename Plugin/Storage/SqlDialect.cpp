// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlDialect.h"

#include <boost/algorithm/string/replace.hpp>

namespace vlm
{

bool IsPostgres(soci::session& session)
{
  return session.get_backend_name() == "postgresql";
}

std::string LockUnlocked(soci::session& session)
{
  return IsPostgres(session) ? " FOR UPDATE SKIP LOCKED" : "";
}

void LockName(soci::session& session, const std::string& name)
{
  if (IsPostgres(session))
  {
    std::string nothing;
    session << "SELECT CAST(pg_advisory_xact_lock(hashtextextended(:name, 4901)) AS TEXT)",
        soci::use(name), soci::into(nothing);
  }
}

std::string SchemaStatement(soci::session& session, const std::string& statement)
{
  return IsPostgres(session)
             ? boost::replace_all_copy(statement, "INTEGER PRIMARY KEY AUTOINCREMENT",
                                       "BIGSERIAL PRIMARY KEY")
             : statement;
}

}  // namespace vlm
