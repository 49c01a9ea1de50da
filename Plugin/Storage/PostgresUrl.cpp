// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/PostgresUrl.h"

#include <string_view>

namespace vlm
{
namespace
{

constexpr std::string_view Scheme = "postgresql://";

// "user[:password]@host..." without what follows the first slash.
std::string_view Authority(std::string_view url)
{
  const auto rest = url.substr(Scheme.size());
  return rest.substr(0, rest.find_first_of("/?"));
}

bool HasPassword(std::string_view url)
{
  const auto authority = Authority(url);
  const auto at = authority.rfind('@');
  const bool isBeforeHost =
      at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
  return isBeforeHost || url.find("?password=") != std::string_view::npos ||
         url.find("&password=") != std::string_view::npos;
}

bool HasName(std::string_view url)
{
  const auto rest = url.substr(Scheme.size() + Authority(url).size());
  const auto name = rest.substr(0, rest.find('?'));
  return name.size() > 1 || rest.find("dbname=") != std::string_view::npos;
}

bool HasParameter(const std::string& url, const std::string& name)
{
  return url.find("?" + name + "=") != std::string::npos ||
         url.find("&" + name + "=") != std::string::npos;
}

void AddParameter(std::string& url, const std::string& name, const std::string& value)
{
  if (!HasParameter(url, name))
  {
    url += (url.find('?') == std::string::npos ? "?" : "&") + name + "=" + PercentEncode(value);
  }
}

}  // namespace

Result<void> CheckPostgresUrl(const std::string& url)
{
  const std::string allowed =
      "allowed: empty, the path of an SQLite file, or postgresql://USER@HOST:PORT/DATABASE with "
      "the password in Vlm.DatabasePasswordEnvironment or Vlm.DatabasePasswordFile";
  if (url.rfind(Scheme, 0) != 0)
  {
    return Error{ErrorKind::BadConfiguration, "it has another scheme; " + allowed};
  }
  if (HasPassword(url))
  {
    return Error{ErrorKind::BadConfiguration, "it has a password in it; " + allowed};
  }
  if (!HasName(url))
  {
    return Error{ErrorKind::BadConfiguration, "it names no database; " + allowed};
  }
  return {};
}

std::string ConnectionUrl(const DatabaseSettings& settings)
{
  std::string url = settings.location;
  AddParameter(url, "connect_timeout", "5");
  AddParameter(url, "keepalives_idle", "10");
  AddParameter(url, "keepalives_interval", "5");
  AddParameter(url, "keepalives_count", "3");
  AddParameter(url, "tcp_user_timeout", "20000");
  AddParameter(url, "application_name", settings.clientName);
  AddParameter(url, "client_encoding", "UTF8");
  if (!settings.password.empty())
  {
    AddParameter(url, "password", settings.password);
  }
  return url;
}

std::string PercentEncode(const std::string& text)
{
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text)
  {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos)
    {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += digits[byte >> 4U];
    encoded += digits[byte & 0x0FU];
  }
  return encoded;
}

}  // namespace vlm
