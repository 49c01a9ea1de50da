// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of "Vlm.Models" -> checked settings. Keys and defaults:
// Resources/DefaultConfiguration.json.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Secret.h"
#include "Model/EgressGate.h"
#include "Model/RemoteModel.h"
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

// "Vlm.Egress".
struct EgressSettings
{
  bool isRemoteAllowed = false;
  std::vector<std::string> localNetworks;
  BurnedInPolicy burnedIn = BurnedInPolicy::Refuse;
  std::vector<std::string> contextKeys;
};

struct ModelSettings
{
  std::string name;
  std::string type;  // "Offline", "Gemini", "Vertex" or "OpenAI"
  // Of all but Offline:
  std::string url;  // without a slash at the end; Vertex: all that comes before "/models/{model}"
  RemoteModelSettings remote;
  ExchangeSettings exchange;
  std::string apiKeyEnvironment;  // not asked when there is a file
  std::string apiKeyFile;
  std::string project;          // Vertex
  std::string region;           // Vertex
  std::string credentialsFile;  // Vertex; empty: the metadata server
  std::string metadataUrl;      // Vertex; without a slash at the end
};

// Errors: BadConfiguration.
Result<EgressSettings> ReadEgress(const Json::Value& section);
// Relative paths of files start at `configurationPath`: see PathBesideConfiguration.
Result<ModelSettings> ReadModel(const std::string& name, const Json::Value& section,
                                const EgressSettings& egress,
                                const std::string& configurationPath = "");

}  // namespace vlm
