// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of the configuration about the database and the nodes that share it. Keys and defaults:
// Resources/DefaultConfiguration.json.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Orthanc/SettingsReader.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/DatabaseSettings.h"

namespace vlm
{

// Of section "Vlm"; what is wrong is noted in `reader`, passwords are never repeated. Relative
// paths start at `configurationPath`: see PathBesideConfiguration.
DatabaseSettings ReadDatabase(SettingsReader& reader, const Json::Value& orthancConfiguration,
                              const std::string& configurationPath);

// `section` is Vlm.Nodes, `orthancConfiguration` the whole. Errors: BadConfiguration.
Result<NodeSettings> ReadNode(const Json::Value& section, const Json::Value& orthancConfiguration);

// How PostgreSQL's administrator sees this node.
std::string ClientName(const NodeSettings& node);

}  // namespace vlm
