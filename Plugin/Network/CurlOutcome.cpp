// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of CurlCall: what comes back, and what became of the call.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>

#include "Foundation/AsciiCase.h"
#include "Foundation/CleanText.h"
#include "Network/CurlCall.h"

namespace vlm
{
namespace
{

constexpr std::size_t maximumHeaderBytes = std::size_t{64} << 10;
constexpr std::size_t maximumHeaders = 200;

std::string_view Trimmed(std::string_view text)
{
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
  {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// 0: this is no status line.
int StatusOf(std::string_view line)
{
  const std::size_t space = line.find(' ');
  if (line.rfind("HTTP/", 0) != 0 || space == std::string_view::npos || line.size() < space + 4)
  {
    return 0;
  }
  int status = 0;
  for (const char digit : line.substr(space + 1, 3))
  {
    if (digit < '0' || digit > '9')
    {
      return 0;
    }
    status = status * 10 + (digit - '0');
  }
  return status;
}

// Empty: not an internet address.
std::string AddressText(const curl_sockaddr& address)
{
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address.family == AF_INET)
  {
    bytes = &reinterpret_cast<const sockaddr_in*>(&address.addr)->sin_addr;
  }
  else if (address.family == AF_INET6)
  {
    // curl_sockaddr holds a whole sockaddr_storage: see addrlen.
    bytes = &reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr;
  }
  const bool isWritten = bytes != nullptr && inet_ntop(address.family, bytes, text.data(),
                                                       static_cast<socklen_t>(text.size()));
  return isWritten ? std::string(text.data()) : std::string();
}

std::string Seconds(std::chrono::milliseconds time)
{
  return std::to_string(time.count() / 1000) + "." + std::to_string(time.count() % 1000 / 100) +
         " s";
}

bool IsTlsFailure(CURLcode code)
{
  switch (code)
  {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return true;
    default:
      return false;
  }
}

// No exception may pass through libcurl, which is C.
template <typename Callback, typename Answer>
Answer AnswerOf(const Callback& callback, Answer ifItThrows)
{
  try
  {
    return callback();
  }
  catch (const std::exception&)
  {
    return ifItThrows;
  }
}

}  // namespace

std::size_t CurlCall::OnHeader(char* bytes, std::size_t size, std::size_t count, void* call)
{
  const std::size_t length = size * count;
  const auto take = [&] {
    return static_cast<CurlCall*>(call)->TakeHeader({bytes, length}) ? length : 0;
  };
  return AnswerOf(take, std::size_t{0});
}

std::size_t CurlCall::OnBody(char* bytes, std::size_t size, std::size_t count, void* call)
{
  const std::size_t length = size * count;
  constexpr std::size_t refused = CURL_WRITEFUNC_ERROR;
  const auto take = [&] {
    return static_cast<CurlCall*>(call)->TakeBody({bytes, length}) ? length : refused;
  };
  return AnswerOf(take, refused);
}

curl_socket_t CurlCall::OnOpenSocket(void* call, curlsocktype /*purpose*/, curl_sockaddr* address)
{
  const auto admits = [&] { return static_cast<CurlCall*>(call)->Admits(AddressText(*address)); };
  return AnswerOf(admits, false)
             ? socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol)
             : CURL_SOCKET_BAD;
}

int CurlCall::OnConnected(void* call, char* remote, char* /*local*/, int /*remotePort*/,
                          int /*localPort*/)
{
  const auto admits = [&] { return static_cast<CurlCall*>(call)->Admits(remote); };
  return AnswerOf(admits, false) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

bool CurlCall::Admits(const std::string& address)
{
  const bool isAdmitted = IsLocalAddress(address, connection_.localNetworks) ||
                          (connection_.isRemoteAllowed && url_.scheme == "https");
  hasAdmittedAddress_ = hasAdmittedAddress_ || isAdmitted;
  refusedAddress_ = isAdmitted ? refusedAddress_ : address;
  return isAdmitted;
}

bool CurlCall::TakeHeader(std::string_view line)
{
  headerBytes_ += line.size();
  isTooLarge_ = headerBytes_ > maximumHeaderBytes || reply_.headers.size() > maximumHeaders;
  if (isTooLarge_)
  {
    return false;
  }
  const int status = reply_.body.empty() ? StatusOf(line) : 0;
  if (status != 0)
  {
    // After an interim reply, 1xx, the server still thinks (RFC 9110, 15.2).
    reply_.status = status < 200 ? 0 : status;
    reply_.headers.clear();
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || reply_.status == 0)
  {
    return true;
  }
  // Fields of one name are one list (RFC 9110, 5.2).
  std::string& value = reply_.headers[LowerCase(Trimmed(line.substr(0, colon)))];
  value += value.empty() ? "" : ", ";
  value += Trimmed(line.substr(colon + 1));
  return true;
}

bool CurlCall::TakeBody(std::string_view bytes)
{
  isTooLarge_ = bytes.size() > connection_.maximumReplyBytes - reply_.body.size();
  if (!isTooLarge_)
  {
    reply_.body.append(bytes);
  }
  return !isTooLarge_;
}

HttpTransport::Outcome CurlCall::Finish(CURLcode code)
{
  if (code != CURLE_OK || reply_.status == 0)
  {
    return Failure(code == CURLE_OK ? CURLE_WEIRD_SERVER_REPLY : code);
  }
  return std::move(reply_);
}

std::optional<TransportError> CurlCall::ReasonToGiveUp(std::chrono::steady_clock::time_point now)
{
  if (cancellation_.IsRequested())
  {
    return TransportError{TransportFailure::Canceled,
                          "The request to " + url_.host + " was canceled"};
  }
  curl_off_t sent = 0;
  curl_off_t received = 0;
  curl_off_t readyAfter = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &sent);
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_DOWNLOAD_T, &received);
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &readyAfter);
  const bool isUploading = readyAfter > 0 && static_cast<std::size_t>(sent) < call_.body.size();
  const bool mustMove = isUploading || reply_.status != 0;
  const curl_off_t moved = sent + received + static_cast<curl_off_t>(headerBytes_);
  if (!mustMove || moved != movedBytes_)
  {
    movedBytes_ = moved;
    lastMoved_ = now;
    return std::nullopt;
  }
  if (now - lastMoved_ < connection_.stallTimeout)
  {
    return std::nullopt;
  }
  return TransportError{TransportFailure::TimedOut,
                        "The " + std::string(isUploading ? "request to " : "reply of ") +
                            url_.host + " stalled for " + Seconds(connection_.stallTimeout)};
}

TransportError CurlCall::Failure(CURLcode code) const
{
  if (isTooLarge_ || code == CURLE_FILESIZE_EXCEEDED)
  {
    return {TransportFailure::TooLarge, "The reply of " + url_.host + " is larger than the " +
                                            std::to_string(connection_.maximumReplyBytes) +
                                            " bytes allowed"};
  }
  if (!refusedAddress_.empty() && (code == CURLE_ABORTED_BY_CALLBACK || !hasAdmittedAddress_))
  {
    return {TransportFailure::NotAllowed,
            url_.host + " is at " + refusedAddress_ +
                ", which is not in Egress.LocalNetworks; sending to it needs Egress.AllowRemote "
                "and https"};
  }
  if (IsTlsFailure(code))
  {
    return TlsFailure(code);
  }
  const std::string because = std::string(": ") + curl_easy_strerror(code);
  switch (code)
  {
    case CURLE_OPERATION_TIMEDOUT:
      return {TransportFailure::TimedOut,
              url_.host + " did not " +
                  (IsConnected() ? "answer within " : "accept a connection within ") +
                  Seconds(IsConnected()
                              ? connection_.totalTimeout
                              : std::min(connection_.connectTimeout, connection_.totalTimeout))};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return {TransportFailure::Unreachable,
              "No connection to " + url_.host + ":" + std::to_string(url_.port) +
                  (connection_.proxy.empty() ? "" : " through the proxy") + because};
    default:
      return {IsConnected() ? TransportFailure::Broken : TransportFailure::Unreachable,
              "The connection to " + url_.host + " broke" + because};
  }
}

bool CurlCall::IsConnected() const
{
  curl_off_t readyAfter = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &readyAfter);
  return readyAfter > 0;
}

TransportError CurlCall::TlsFailure(CURLcode code) const
{
  const std::string detail = CleanText(errorText_.data(), 160, LineBreaks::ReplaceBySpaces);
  return {TransportFailure::Unreachable,
          "No trusted connection to " + url_.host + ": " +
              (detail.empty() ? curl_easy_strerror(code) : detail) +
              ". CaCertificates names the file of the authority to trust"};
}

}  // namespace vlm
