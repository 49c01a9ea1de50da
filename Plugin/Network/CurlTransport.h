// SPDX-License-Identifier: GPL-3.0-or-later
// HttpTransport by libcurl: one thread and one multi handle carry all calls in flight.
#pragma once

#include <memory>

#include "Model/HttpTransport.h"

namespace vlm
{

class CurlLoop;

// TLS certificates are always verified; redirects are not followed; HTTP/2 where the server offers
// it; connections are kept and used again; replies are asked for uncompressed, so that the bound on
// their size holds for what is unpacked, too. One for each process: it initialises libcurl.
class CurlTransport : public HttpTransport
{
public:
  CurlTransport();
  ~CurlTransport() override;  // every call must have ended

  Outcome Send(const HttpCall& call, const ConnectionSettings& connection,
               const Cancellation& cancellation) override;

private:
  std::unique_ptr<CurlLoop> loop_;
};

}  // namespace vlm
