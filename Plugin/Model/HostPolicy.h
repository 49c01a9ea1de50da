// SPDX-License-Identifier: GPL-3.0-or-later
// Which hosts and addresses are local, so that a request to them does not leave the house.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Model/HttpTransport.h"

namespace vlm
{

struct UrlParts
{
  std::string scheme;  // "http" or "https"
  std::string host;    // without brackets
  int port = 0;
};

// Errors: BadInput: another scheme, no host, a user name or password in it, a query or fragment.
Result<UrlParts> ParseUrl(std::string_view url);

// "10.0.0.0/8", "fd00::/8", or one address. Errors: BadInput.
Result<void> CheckNetwork(const std::string& cidr);

// `address`: as text, "127.0.0.1", "::1", "::ffff:10.1.2.3". Loopback (127.0.0.0/8, ::1) or in one
// of the networks.
bool IsLocalAddress(const std::string& address, const std::vector<std::string>& localNetworks);

// The destination part of the ledger's rule: "loopback", "LocalNetworks" or "AllowRemote"; a name
// that only resolution can judge is "LocalNetworks" while remote is not allowed. Errors:
// BadConfiguration: certainly not allowed (a literal remote address, or plain http to one), naming
// Egress.AllowRemote or https.
Result<std::string> DestinationRule(const UrlParts& url, const ConnectionSettings& connection);

}  // namespace vlm
