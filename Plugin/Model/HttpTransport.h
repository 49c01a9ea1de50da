// SPDX-License-Identifier: GPL-3.0-or-later
// Port: one HTTP request with deadlines.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"

namespace vlm
{

// How one model's server is reached.
struct ConnectionSettings
{
  std::chrono::milliseconds connectTimeout{10000};
  std::chrono::milliseconds totalTimeout{120000};
  // A body that stops flowing, in either direction, for so long. The time a server thinks before
  // its first byte does not count.
  std::chrono::milliseconds stallTimeout{30000};
  std::size_t maximumReplyBytes = std::size_t{8} << 20;
  std::string caFile;  // empty: the system's certificates
  std::string proxy;   // empty: none, whatever the environment says
  // Addresses that may be connected to. Decided on the address itself, after name resolution.
  bool isRemoteAllowed = false;            // any address; plain http only to local ones
  std::vector<std::string> localNetworks;  // CIDR, e.g. "10.0.0.0/8", beside loopback
};

struct HttpCall
{
  std::string method = "POST";  // or "GET"
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // may hold secrets: never logged
  std::string body;
};

struct HttpReply
{
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// What became of a call that got no reply.
enum class TransportFailure
{
  NotAllowed,   // the address is not local, and remote is not allowed
  Unreachable,  // name, connection, TLS
  TimedOut,     // connect, total or stall
  Broken,       // reset or cut off
  TooLarge,     // the reply exceeds maximumReplyBytes
  Canceled
};

struct TransportError
{
  TransportFailure kind = TransportFailure::Unreachable;
  std::string message;  // a sentence without secrets: host, what happened, the remedy if known
};

// Thread-safe; suspends the calling fiber until the reply is complete.
class HttpTransport
{
public:
  virtual ~HttpTransport() = default;
  using Outcome = std::variant<HttpReply, TransportError>;
  virtual Outcome Send(const HttpCall& call, const ConnectionSettings& connection,
                       const Cancellation& cancellation) = 0;
};

}  // namespace vlm
