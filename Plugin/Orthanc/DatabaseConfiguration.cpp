// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/DatabaseConfiguration.h"

#include <unistd.h>

#include <array>
#include <string_view>

#include "Foundation/CleanText.h"
#include "Orthanc/Configuration.h"
#include "Orthanc/SecretSource.h"

namespace vlm
{
namespace
{

constexpr const char* DatabaseFileName = "vlm.db";
constexpr int MostConnections = 64;
constexpr int ShortestLease = 5;
constexpr int LongestLease = 600;
constexpr std::size_t LongestName = 64;
constexpr int UsualHttpPort = 8042;
constexpr const char* EnvironmentKey = "DatabasePasswordEnvironment";
constexpr const char* FileKey = "DatabasePasswordFile";

// An empty setting means beside Orthanc's own database.
std::string DatabasePath(const std::string& setting, const Json::Value& orthancConfiguration)
{
  if (!setting.empty())
  {
    return setting;
  }
  const auto storage = orthancConfiguration.get("StorageDirectory", "OrthancStorage").asString();
  const auto index = orthancConfiguration.get("IndexDirectory", storage).asString();
  return (index.empty() ? storage : index) + "/" + DatabaseFileName;
}

// The value is not repeated: somebody may have written the password itself.
bool IsVariableName(const std::string& text)
{
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  return text.find_first_not_of(allowed) == std::string::npos;
}

Secret Taken(SettingsReader& reader, const char* key, const Result<Secret>& secret)
{
  if (secret.HasValue())
  {
    return secret.Value();
  }
  std::string problem = secret.Failure().message;
  problem.pop_back();  // the reader ends the sentence
  reader.RefuseUnseen(key, problem);
  return {};
}

Secret ReadPassword(SettingsReader& reader, bool isPostgres, const std::string& configurationPath)
{
  const auto variable = reader.Text(EnvironmentKey, "");
  const auto file = reader.Text(FileKey, "");
  if (variable.empty() && file.empty())
  {
    return {};
  }
  if (!isPostgres)
  {
    reader.RefuseUnseen(variable.empty() ? FileKey : EnvironmentKey,
                        "only a database \"postgresql://...\" in Vlm.Database has a password");
  }
  else if (!variable.empty() && !file.empty())
  {
    reader.RefuseUnseen(FileKey, "allowed: either it or Vlm.DatabasePasswordEnvironment");
  }
  else if (!IsVariableName(variable))
  {
    reader.RefuseUnseen(EnvironmentKey,
                        "needed: the name of an environment variable, not the password itself");
  }
  else if (!variable.empty())
  {
    return Taken(reader, EnvironmentKey, SecretFromEnvironment(variable));
  }
  else
  {
    return Taken(reader, FileKey, SecretFromFile(PathBesideConfiguration(file, configurationPath)));
  }
  return {};
}

std::string HostName()
{
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 && name.front() != '\0' ? name.data()
                                                                                : "localhost";
}

// Two servers on one machine have different ports.
std::string UsualName(const Json::Value& orthancConfiguration)
{
  const Json::Value& port = orthancConfiguration["HttpPort"];
  const std::string ending = ":" + std::to_string(port.isInt() ? port.asInt() : UsualHttpPort);
  return CleanText(HostName(), LongestName - ending.size(), LineBreaks::ReplaceBySpaces) + ending;
}

}  // namespace

DatabaseSettings ReadDatabase(SettingsReader& reader, const Json::Value& orthancConfiguration,
                              const std::string& configurationPath)
{
  DatabaseSettings database;
  database.location = DatabasePath(reader.Text("Database", ""), orthancConfiguration);
  if (database.IsPostgres())
  {
    const auto checked = CheckDatabaseUrl(database.location);
    if (!checked.HasValue())
    {
      reader.RefuseUnseen("Database", checked.Failure().message);
    }
  }
  else
  {
    database.location = PathBesideConfiguration(database.location, configurationPath);
  }
  database.password = ReadPassword(reader, database.IsPostgres(), configurationPath);
  database.connections = reader.Integer("DatabaseConnections", 8, 1, MostConnections);
  return database;
}

Result<NodeSettings> ReadNode(const Json::Value& section, const Json::Value& orthancConfiguration)
{
  SettingsReader reader(section, "Vlm.Nodes");
  NodeSettings node;
  node.name = reader.Text("Name", "");
  if (CleanText(node.name, LongestName, LineBreaks::ReplaceBySpaces) != node.name)
  {
    reader.Refuse("Name", "allowed: empty, or a name of at most 64 characters");
  }
  if (node.name.empty())
  {
    node.name = UsualName(orthancConfiguration);
  }
  node.lease =
      std::chrono::seconds(reader.Integer("LeaseSeconds", 30, ShortestLease, LongestLease));
  const auto finished = reader.Finish();
  return finished.HasValue() ? Result<NodeSettings>(std::move(node)) : finished.Failure();
}

std::string ClientName(const NodeSettings& node)
{
  return "Orthanc VLM " + node.name;
}

}  // namespace vlm
