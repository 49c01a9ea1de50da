// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/HostPolicy.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>

#include "Foundation/AsciiCase.h"

namespace vlm
{
namespace
{

namespace ip = boost::asio::ip;

// In the order of what a request to them gives away.
enum class Place
{
  Loopback,
  LocalNetwork,
  Unknown,  // a name, until it is resolved
  Remote
};

// IPv4-mapped IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address that it connects to; a zone does not
// change the network an address belongs to.
std::optional<ip::address> ReadAddress(const std::string& text)
{
  boost::system::error_code failure;
  const ip::address address = ip::make_address(text, failure);
  if (failure)
  {
    return std::nullopt;
  }
  if (address.is_v4())
  {
    return address;
  }
  const ip::address_v6 plain(address.to_v6().to_bytes());
  return plain.is_v4_mapped() ? ip::address(ip::make_address_v4(ip::v4_mapped, plain))
                              : ip::address(plain);
}

struct Network
{
  ip::address address;
  int prefixBits = 0;
};

std::optional<Network> ReadNetwork(const std::string& cidr)
{
  const std::size_t slash = cidr.find('/');
  boost::system::error_code failure;
  const ip::address address = ip::make_address(cidr.substr(0, slash), failure);
  if (failure || cidr.find('%') != std::string::npos)
  {
    return std::nullopt;
  }
  const int allBits = address.is_v4() ? 32 : 128;
  if (slash == std::string::npos)
  {
    return Network{address, allBits};
  }
  const std::string digits = cidr.substr(slash + 1);
  const bool isNumber = !digits.empty() && digits.size() <= 3 &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
  const int bits = isNumber ? std::stoi(digits) : -1;
  return bits >= 0 && bits <= allBits ? std::optional(Network{address, bits}) : std::nullopt;
}

// The first address of the network that `address` belongs to.
ip::address Masked(const ip::address& address, int prefixBits)
{
  const auto bits = static_cast<unsigned short>(prefixBits);
  return address.is_v4() ? ip::address(ip::network_v4(address.to_v4(), bits).network())
                         : ip::address(ip::network_v6(address.to_v6(), bits).network());
}

bool Contains(const std::string& cidr, const ip::address& address)
{
  const std::optional<Network> network = ReadNetwork(cidr);
  return network && network->address.is_v4() == address.is_v4() &&
         Masked(address, network->prefixBits) == Masked(network->address, network->prefixBits);
}

Place PlaceOf(const std::string& host, const std::vector<std::string>& localNetworks)
{
  // RFC 6761, 6.3: never asked of a name server; libcurl heeds it.
  if (host == "localhost")
  {
    return Place::Loopback;
  }
  const std::optional<ip::address> address = ReadAddress(host);
  if (!address)
  {
    return Place::Unknown;
  }
  if (address->is_loopback())
  {
    return Place::Loopback;
  }
  return IsLocalAddress(host, localNetworks) ? Place::LocalNetwork : Place::Remote;
}

// Stricter than RFC 3986: what two parsers might read in two ways is not a host.
bool IsHostName(const std::string& host)
{
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
  return !host.empty() && host.size() <= 253 &&
         host.find_first_not_of(allowed) == std::string::npos;
}

// The URL is not repeated: it may hold what must not be logged.
Error BadUrl(const std::string& why)
{
  return Error{ErrorKind::BadInput, "The URL " + why + "; it must be like https://host:port/path"};
}

// `authority` is "host", "host:port" or "[IPv6]:port"; sets host and, if it is there, port.
Result<void> ReadAuthority(const std::string& authority, UrlParts& url)
{
  const bool isBracketed = authority.rfind('[', 0) == 0;
  const std::size_t end = isBracketed ? authority.find(']') : authority.find(':');
  url.host = authority.substr(isBracketed ? 1 : 0, end - (isBracketed ? 1 : 0));
  boost::system::error_code failure;
  if (isBracketed)
  {
    ip::make_address_v6(url.host, failure);
  }
  if (failure || (isBracketed && end == std::string::npos) ||
      (!isBracketed && !IsHostName(url.host)))
  {
    return BadUrl("has no valid host");
  }
  const std::size_t afterHost = isBracketed ? end + 1 : std::min(end, authority.size());
  if (afterHost == authority.size())
  {
    return {};
  }
  const std::string port = authority.substr(afterHost + 1);
  const bool isNumber = authority[afterHost] == ':' && !port.empty() && port.size() <= 5 &&
                        port.find_first_not_of("0123456789") == std::string::npos;
  url.port = isNumber ? std::stoi(port) : 0;
  return url.port >= 1 && url.port <= 65535 ? Result<void>() : BadUrl("has no valid port");
}

}  // namespace

Result<UrlParts> ParseUrl(std::string_view url)
{
  const bool hasStrangeBytes =
      std::any_of(url.begin(), url.end(),
                  [](unsigned char byte) { return byte <= 0x20 || byte >= 0x7f || byte == '\\'; });
  if (hasStrangeBytes)
  {
    return BadUrl("holds a space, a control character, a backslash or a byte that is not ASCII");
  }
  if (url.find_first_of("?#") != std::string_view::npos)
  {
    return BadUrl("has a query or a fragment");
  }
  const std::size_t schemeEnd = url.find("://");
  UrlParts parts;
  parts.scheme = LowerCase(url.substr(0, std::min(schemeEnd, url.size())));
  if (schemeEnd == std::string_view::npos || (parts.scheme != "http" && parts.scheme != "https"))
  {
    return BadUrl("does not begin with http:// or https://");
  }
  parts.port = parts.scheme == "https" ? 443 : 80;
  const std::string_view rest = url.substr(schemeEnd + 3);
  const std::string authority = LowerCase(rest.substr(0, rest.find('/')));
  if (authority.find('@') != std::string::npos)
  {
    return BadUrl("holds a user name or a password");
  }
  const Result<void> hasAuthority = ReadAuthority(authority, parts);
  if (!hasAuthority.HasValue())
  {
    return hasAuthority.Failure();
  }
  return parts;
}

Result<void> CheckNetwork(const std::string& cidr)
{
  const auto bad = [&cidr](const std::string& why) {
    return Error{ErrorKind::BadInput, "The network " + cidr + " " + why};
  };
  const std::optional<Network> network = ReadNetwork(cidr);
  if (!network)
  {
    return bad("is neither an address nor like 10.0.0.0/8 or fd00::/8");
  }
  if (network->address.is_v6() && network->address.to_v6().is_v4_mapped())
  {
    return bad("is an IPv4 network in IPv6 form; write it as IPv4");
  }
  if (network->prefixBits == 0)
  {
    return bad("holds every address; Egress.AllowRemote is the setting for that");
  }
  const ip::address first = Masked(network->address, network->prefixBits);
  if (first != network->address)
  {
    return bad("does not begin a network of that size, which begins at " + first.to_string());
  }
  return {};
}

bool IsLocalAddress(const std::string& address, const std::vector<std::string>& localNetworks)
{
  const std::optional<ip::address> parsed = ReadAddress(address);
  return parsed && (parsed->is_loopback() ||
                    std::any_of(localNetworks.begin(), localNetworks.end(),
                                [&](const std::string& cidr) { return Contains(cidr, *parsed); }));
}

Result<std::string> DestinationRule(const UrlParts& url, const ConnectionSettings& connection)
{
  Place place = PlaceOf(url.host, connection.localNetworks);
  std::string who = url.host;
  if (!connection.proxy.empty())
  {
    // The proxy resolves the name, so nobody here can tell whether it is local.
    place = place == Place::Unknown ? Place::Remote : place;
    const Result<UrlParts> proxy = ParseUrl(connection.proxy);
    const Place proxyPlace =
        proxy.HasValue() ? PlaceOf(proxy.Value().host, connection.localNetworks) : Place::Unknown;
    who += proxyPlace > place ? " (through the proxy)" : "";
    place = std::max(place, proxyPlace);
  }
  if (place == Place::Remote && !connection.isRemoteAllowed)
  {
    return Error{ErrorKind::BadConfiguration,
                 who +
                     " is not this machine nor in Egress.LocalNetworks; sending to it needs "
                     "Egress.AllowRemote"};
  }
  if (place == Place::Remote && url.scheme == "http")
  {
    return Error{ErrorKind::BadConfiguration,
                 who + " is not in Egress.LocalNetworks; sending to it needs https"};
  }
  if (place == Place::Loopback)
  {
    return std::string("loopback");
  }
  const bool mayBeRemote = place != Place::LocalNetwork && connection.isRemoteAllowed;
  return std::string(mayBeRemote ? "AllowRemote" : "LocalNetworks");
}

}  // namespace vlm
