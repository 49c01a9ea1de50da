// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/DatabaseSettings.h"

#include <algorithm>
#include <string_view>

namespace vlm
{
namespace
{

constexpr std::string_view Scheme = "postgresql://";
constexpr const char* Allowed =
    "allowed: empty, the path of an SQLite file, or postgresql://USER@HOST:PORT/DATABASE with the "
    "password in Vlm.DatabasePasswordEnvironment or Vlm.DatabasePasswordFile";

// Before the last '@', wherever it stands: a password may hold any character.
bool HasPassword(std::string_view rest)
{
  const auto at = rest.rfind('@');
  const bool isBeforeHost =
      at != std::string_view::npos && rest.substr(0, at).find(':') != std::string_view::npos;
  const auto parameters = rest.find('?');
  // "sslpassword" is one, too.
  const bool isParameter = parameters != std::string_view::npos &&
                           rest.find("password=", parameters) != std::string_view::npos;
  return isBeforeHost || isParameter;
}

bool HasName(std::string_view rest)
{
  const auto parameters = rest.find('?');
  const auto slash = rest.find('/');
  const bool isInPath = slash < parameters && slash + 1 < std::min(parameters, rest.size());
  return isInPath || (parameters != std::string_view::npos &&
                      rest.find("dbname=", parameters) != std::string_view::npos);
}

Error Refusal(const std::string& problem)
{
  return {ErrorKind::BadConfiguration, problem + "; " + Allowed};
}

}  // namespace

Result<void> CheckDatabaseUrl(const std::string& url)
{
  if (url.rfind(Scheme, 0) != 0)
  {
    return Refusal("it has another scheme");
  }
  const std::string_view rest = std::string_view(url).substr(Scheme.size());
  if (HasPassword(rest))
  {
    return Refusal("it has a password in it, or an '@' that belongs written as %40");
  }
  if (!HasName(rest))
  {
    return Refusal("it names no database");
  }
  return {};
}

}  // namespace vlm
