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
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

struct TokenSource
{
  std::string model;                      // name in the configuration
  std::optional<ServiceAccount> account;  // none: the metadata server
  std::string metadataUrl = "http://metadata.google.internal";
  // The metadata server is asked without the proxy, and at its link-local address even if that is
  // not in localNetworks.
  ConnectionSettings connection;
  std::string problem;  // why there are no credentials; empty: there are
};

// One token is fetched at a time; who waits for it shares its failure. Each request for one is in
// the egress ledger before it is sent, under "NAME (token)", so that it does not count in the
// budgets of model NAME. Get: also StorageFailed (the ledger cannot be written: nothing was sent).
class VertexCredentials : public Credentials
{
public:
  VertexCredentials(TokenSource source, const ExchangePorts& ports);
  ~VertexCredentials() override;
  Result<Headers> Get(const Cancellation& cancellation) override;
  void Forget() override;
  bool AreRenewable() const override { return true; }

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vlm
