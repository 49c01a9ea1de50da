// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/PostgresUrl.h"

#include <string_view>

namespace vlm
{
namespace
{

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

std::string ConnectionUrl(const DatabaseSettings& settings)
{
  std::string url = settings.location;
  AddParameter(url, "connect_timeout", "5");
  AddParameter(url, "keepalives_idle", "10");
  AddParameter(url, "keepalives_interval", "5");
  AddParameter(url, "keepalives_count", "3");
  AddParameter(url, "tcp_user_timeout", "20000");
  // Of several hosts, or after a failover, never the standby.
  AddParameter(url, "target_session_attrs", "read-write");
  AddParameter(url, "application_name", settings.clientName);
  AddParameter(url, "client_encoding", "UTF8");
  if (!settings.password.IsEmpty())
  {
    AddParameter(url, "password", settings.password.Reveal());
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
