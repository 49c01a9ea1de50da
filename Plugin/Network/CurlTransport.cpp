// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/CurlTransport.h"

#include "Network/CurlLoop.h"

namespace vlm
{

CurlTransport::CurlTransport()
{
  // Counted by libcurl and thread-safe since 7.84. Never undone: a name resolution that was given
  // up may still end on a thread of libcurl's.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  loop_ = std::make_unique<CurlLoop>(initialised == CURLE_OK ? curl_multi_init() : nullptr);
}

CurlTransport::~CurlTransport() = default;

HttpTransport::Outcome CurlTransport::Send(const HttpCall& call,
                                           const ConnectionSettings& connection,
                                           const Cancellation& cancellation)
{
  if (cancellation.IsRequested())
  {
    return TransportError{TransportFailure::Canceled,
                          "The request was canceled before it was sent"};
  }
  auto prepared = CurlCall::Create(call, connection, cancellation);
  if (std::holds_alternative<TransportError>(prepared))
  {
    return std::get<TransportError>(std::move(prepared));
  }
  return loop_->Run(std::get<std::unique_ptr<CurlCall>>(std::move(prepared)));
}

}  // namespace vlm
