// SPDX-License-Identifier: GPL-3.0-or-later
// Access tokens of Google Cloud: a service account's signed JWT exchanged at its token endpoint
// (RFC 7523), or the metadata server of the machine. Cached, and renewed before they expire.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "Model/Credentials.h"
#include "Model/HttpTransport.h"
#include "Network/ServiceAccount.h"
#include "Pipeline/Clock.h"

namespace vlm
{

struct TokenSource
{
  std::optional<ServiceAccount> account;  // none: the metadata server
  std::string metadataUrl = "http://metadata.google.internal";
  // The metadata server is asked without the proxy, and at its link-local address even if that is
  // not in localNetworks.
  ConnectionSettings connection;
  std::string problem;  // why there are no credentials; empty: there are
};

// One token is fetched at a time; who waits for it shares its failure.
class VertexCredentials : public Credentials
{
public:
  VertexCredentials(TokenSource source, HttpTransport& transport, const Clock& clock);
  ~VertexCredentials() override;
  Result<Headers> Get(const Cancellation& cancellation) override;
  void Forget() override;
  bool AreRenewable() const override { return true; }

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vlm
