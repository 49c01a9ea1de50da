// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/CurlCall.h"

#include <algorithm>
#include <utility>

namespace vlm
{
namespace
{

template <typename Value>
bool Set(CURL* easy, CURLoption option, Value value)
{
  return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

bool HoldsLineBreak(const std::string& text)
{
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
}

bool HoldsLineBreak(const HttpCall& call)
{
  for (const auto& [name, value] : call.headers)
  {
    if (HoldsLineBreak(name) || HoldsLineBreak(value))
    {
      return true;
    }
  }
  return HoldsLineBreak(call.url);
}

TransportError NotAllowed(const std::string& sentence)
{
  return TransportError{TransportFailure::NotAllowed, sentence};
}

}  // namespace

CurlCall::CurlCall(const HttpCall& call, const ConnectionSettings& connection,
                   const Cancellation& cancellation, UrlParts url)
    : call_(call),
      connection_(connection),
      cancellation_(cancellation),
      url_(std::move(url)),
      easy_(curl_easy_init())
{
}

std::variant<std::unique_ptr<CurlCall>, TransportError> CurlCall::Create(
    const HttpCall& call, const ConnectionSettings& connection, const Cancellation& cancellation)
{
  // Which host it is does not depend on a query.
  const Result<UrlParts> url = ParseUrl(std::string_view(call.url).substr(0, call.url.find('?')));
  if (!url.HasValue())
  {
    return NotAllowed(url.Failure().message);
  }
  const Result<std::string> rule = DestinationRule(url.Value(), connection);
  if (!rule.HasValue())
  {
    return NotAllowed(rule.Failure().message);
  }
  // A line break would begin another header, or another request (RFC 9110, 5.5).
  if (HoldsLineBreak(call))
  {
    return NotAllowed("A header or the URL of a request to " + url.Value().host +
                      " holds a line break; is there one at the end of a key?");
  }
  // owning-memory: make_unique does not reach the private constructor
  std::unique_ptr<CurlCall> prepared(new CurlCall(call, connection, cancellation, url.Value()));
  if (!prepared->easy_ || !prepared->SetRequest() || !prepared->SetHeaders() ||
      !prepared->SetConnection() || !prepared->SetSecurity() || !prepared->SetCallbacks())
  {
    return TransportError{TransportFailure::Unreachable,
                          "libcurl does not take a request to " + url.Value().host};
  }
  return prepared;
}

bool CurlCall::SetRequest()
{
  CURL* easy = easy_.get();
  const bool isSet = Set(easy, CURLOPT_URL, call_.url.c_str());
  if (call_.method == "GET")
  {
    return isSet && Set(easy, CURLOPT_HTTPGET, 1L);
  }
  // The body is not copied: it lives as long as the call.
  return isSet && Set(easy, CURLOPT_POST, 1L) && Set(easy, CURLOPT_POSTFIELDS, call_.body.data()) &&
         Set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size()));
}

bool CurlCall::SetHeaders()
{
  // Without it libcurl waits up to a second for "100 Continue" before it sends a large body.
  bool isAdded = AddHeader("Expect:");
  for (const auto& [name, value] : call_.headers)
  {
    // libcurl's way to say "empty", as "Name:" removes one.
    std::string line = name;
    line += value.empty() ? ";" : ": ";
    line += value;
    isAdded = isAdded && AddHeader(line);
  }
  return isAdded && Set(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
}

bool CurlCall::AddHeader(const std::string& line)
{
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (longer == nullptr)
  {
    return false;
  }
  // It is the same list, or the first of a new one.
  static_cast<void>(headers_.release());
  headers_.reset(longer);
  return true;
}

bool CurlCall::SetConnection()
{
  CURL* easy = easy_.get();
  // 0 would mean "never" to libcurl.
  const auto ms = [](std::chrono::milliseconds time)
  { return static_cast<long>(std::max(time, std::chrono::milliseconds(1)).count()); };
  return Set(easy, CURLOPT_CONNECTTIMEOUT_MS, ms(connection_.connectTimeout)) &&
         Set(easy, CURLOPT_TIMEOUT_MS, ms(connection_.totalTimeout)) &&
         Set(easy, CURLOPT_NOSIGNAL, 1L) && Set(easy, CURLOPT_TCP_NODELAY, 1L) &&
         // Firewalls forget a connection that is silent while a model thinks.
         Set(easy, CURLOPT_TCP_KEEPALIVE, 1L) &&
         // A call that is given up must not make the others wait for its name resolution.
         Set(easy, CURLOPT_QUICK_EXIT, 1L) &&
         Set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS)) &&
         // Empty, not unset: the environment (http_proxy, no_proxy) has no say.
         Set(easy, CURLOPT_PROXY, connection_.proxy.c_str()) && Set(easy, CURLOPT_NOPROXY, "") &&
         Set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

bool CurlCall::SetSecurity()
{
  CURL* easy = easy_.get();
  const char* caFile = connection_.caFile.c_str();
  const bool hasCa = connection_.caFile.empty() ||
                     (Set(easy, CURLOPT_CAINFO, caFile) && Set(easy, CURLOPT_PROXY_CAINFO, caFile));
  return hasCa && Set(easy, CURLOPT_SSL_VERIFYPEER, 1L) && Set(easy, CURLOPT_SSL_VERIFYHOST, 2L) &&
         Set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         Set(easy, CURLOPT_FOLLOWLOCATION, 0L) && Set(easy, CURLOPT_PROTOCOLS_STR, "http,https") &&
         Set(easy, CURLOPT_HTTP09_ALLOWED, 0L) &&
         Set(easy, CURLOPT_MAXFILESIZE_LARGE,
             static_cast<curl_off_t>(connection_.maximumReplyBytes));
}

bool CurlCall::SetCallbacks()
{
  CURL* easy = easy_.get();
  return Set(easy, CURLOPT_ERRORBUFFER, errorText_.data()) &&
         Set(easy, CURLOPT_HEADERFUNCTION, &CurlCall::OnHeader) &&
         Set(easy, CURLOPT_HEADERDATA, this) &&
         Set(easy, CURLOPT_WRITEFUNCTION, &CurlCall::OnBody) &&
         Set(easy, CURLOPT_WRITEDATA, this) &&
         Set(easy, CURLOPT_OPENSOCKETFUNCTION, &CurlCall::OnOpenSocket) &&
         Set(easy, CURLOPT_OPENSOCKETDATA, this) &&
         // Asked for connections that another call has opened, too.
         Set(easy, CURLOPT_PREREQFUNCTION, &CurlCall::OnConnected) &&
         Set(easy, CURLOPT_PREREQDATA, this);
}

}  // namespace vlm
