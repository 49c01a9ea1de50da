// SPDX-License-Identifier: GPL-3.0-or-later
// SQLSTATEs: PostgreSQL's manual, appendix A.
#include "Storage/PostgresTrouble.h"

#include <soci/postgresql/soci-postgresql.h>

namespace vlm
{
namespace
{

bool BeginsWith(const std::string& text, const char* beginning)
{
  return text.rfind(beginning, 0) == 0;
}

}  // namespace

std::string SqlStateOf(const std::exception& problem)
{
  const auto* error = dynamic_cast<const soci::postgresql_soci_error*>(&problem);
  return error == nullptr ? std::string() : error->sqlstate();
}

bool IsMeeting(const std::string& sqlState)
{
  return sqlState == "40001" || sqlState == "40P01" || sqlState == "23505";
}

bool IsLoss(const std::string& sqlState)
{
  return BeginsWith(sqlState, "08") || BeginsWith(sqlState, "57P");
}

bool IsMalformedText(const std::string& sqlState)
{
  return sqlState == "22021";
}

// The server speaks its own language and libpq that of the C library: only English words are known.
const char* RemedyOf(const std::string& sqlState, const std::string& words)
{
  const auto says = [&words](const char* part) { return words.find(part) != std::string::npos; };
  if (says("password authentication failed") || says("no password supplied"))
  {
    return "Check the user in Vlm.Database and the password in Vlm.DatabasePasswordEnvironment or "
           "Vlm.DatabasePasswordFile.";
  }
  if (says("no pg_hba.conf entry") || says("authentication failed"))
  {
    return "Let this user and address in: pg_hba.conf of the PostgreSQL server.";
  }
  if (sqlState == "42501" || says("permission denied"))
  {
    return "Give the user of Vlm.Database the right: GRANT CREATE, CONNECT ON DATABASE ... TO ...; "
           "all servers must use the user who owns the schema orthanc_vlm.";
  }
  if (sqlState.empty() && says("does not exist"))
  {
    return "Create it first (CREATE ROLE, CREATE DATABASE), or correct Vlm.Database.";
  }
  if (says("invalid URI") || says("invalid connection option") || says("invalid sslmode") ||
      says("invalid port") || says("invalid integer value") || says("missing \"=\""))
  {
    return "Correct Vlm.Database.";
  }
  return nullptr;
}

}  // namespace vlm
