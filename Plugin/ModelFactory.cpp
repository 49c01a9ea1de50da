// SPDX-License-Identifier: GPL-3.0-or-later
#include "ModelFactory.h"

#include <utility>

#include "Model/GeminiWire.h"
#include "Model/OfflineModel.h"
#include "Model/OpenAiWire.h"
#include "Network/VertexCredentials.h"
#include "Orthanc/SecretSource.h"

namespace vlm
{
namespace
{

// What proves who asks, and what is missing for it.
struct CredentialsOrProblem
{
  std::unique_ptr<Credentials> credentials;
  std::string problem;  // empty: nothing is missing
};

CredentialsOrProblem MakeKey(const ModelSettings& settings, const std::string& header,
                             const std::string& prefix)
{
  const bool isNeeded = !settings.apiKeyFile.empty() || !settings.apiKeyEnvironment.empty();
  if (!isNeeded)
  {
    return {std::make_unique<KeyHeader>(header, prefix, Secret()), ""};
  }
  const auto key = settings.apiKeyFile.empty() ? SecretFromEnvironment(settings.apiKeyEnvironment)
                                               : SecretFromFile(settings.apiKeyFile);
  const std::string problem = key.HasValue() ? "" : key.Failure().message;
  return {
      std::make_unique<KeyHeader>(header, prefix, key.HasValue() ? key.Value() : Secret(), problem),
      problem};
}

CredentialsOrProblem MakeVertexCredentials(const ModelSettings& settings,
                                           const ExchangePorts& ports)
{
  TokenSource source;
  source.model = settings.exchange.model;
  source.metadataUrl = settings.metadataUrl;
  source.connection = settings.exchange.connection;
  if (!settings.credentialsFile.empty())
  {
    const auto json = SecretFromFile(settings.credentialsFile);
    auto account = json.HasValue() ? ReadServiceAccount(json.Value().Reveal())
                                   : Result<ServiceAccount>(json.Failure());
    if (account.HasValue())
    {
      source.account = std::move(account).Value();
    }
    else
    {
      source.problem = account.Failure().message;
    }
  }
  const std::string problem = source.problem;
  return {std::make_unique<VertexCredentials>(std::move(source), ports), problem};
}

CredentialsOrProblem MakeCredentials(const ModelSettings& settings, const ExchangePorts& ports)
{
  if (!settings.exchange.refusal.empty())
  {
    // Nothing is ever sent: no key is needed, and none is fetched.
    return {std::make_unique<KeyHeader>("", "", Secret()), ""};
  }
  if (settings.type == "Vertex")
  {
    return MakeVertexCredentials(settings, ports);
  }
  return settings.type == "Gemini" ? MakeKey(settings, "x-goog-api-key", "")
                                   : MakeKey(settings, "Authorization", "Bearer ");
}

std::unique_ptr<WireFormat> MakeWire(const ModelSettings& settings)
{
  if (settings.type == "OpenAI")
  {
    return std::make_unique<OpenAiWire>(settings.url);
  }
  return std::make_unique<GeminiWire>(settings.type == "Gemini" ? settings.url + "/v1beta"
                                                                : settings.url);
}

Result<std::unique_ptr<VisionModel>> MakeRemoteModel(const ModelSettings& settings,
                                                     const Prompts& prompts,
                                                     const ExchangePorts& ports)
{
  auto exchange = GovernedExchange::Create(settings.exchange, ports);
  if (!exchange.HasValue())
  {
    return exchange.Failure();
  }
  auto credentials = MakeCredentials(settings, ports);
  if (!credentials.problem.empty())
  {
    exchange.Value()->Pause(credentials.problem);
  }
  RemoteModelSettings remote = settings.remote;
  remote.identity.promptVersion = prompts.Version();
  return std::unique_ptr<VisionModel>(std::make_unique<RemoteModel>(
      std::move(remote), RemoteModelParts{MakeWire(settings), std::move(credentials.credentials),
                                          std::move(exchange).Value(), prompts}));
}

}  // namespace

Result<VisionModels> MakeModels(const std::vector<ModelSettings>& settings, const Prompts& prompts,
                                const ExchangePorts& ports)
{
  VisionModels models;
  for (const auto& one : settings)
  {
    if (one.type == "Offline")
    {
      models.emplace(one.name, std::make_unique<OfflineModel>(one.name));
      continue;
    }
    auto model = MakeRemoteModel(one, prompts, ports);
    if (!model.HasValue())
    {
      return model.Failure();
    }
    models.emplace(one.name, std::move(model).Value());
  }
  return models;
}

}  // namespace vlm
