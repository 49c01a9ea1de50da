// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ModelConnection.h"

#include <boost/algorithm/string/predicate.hpp>
#include <fstream>

#include "Model/GeminiWire.h"
#include "Model/HostPolicy.h"
#include "Orthanc/Configuration.h"

namespace vlm
{
namespace
{

constexpr const char* GeminiUrl = "https://generativelanguage.googleapis.com";
constexpr const char* GoogleMetadataUrl = "http://metadata.google.internal";
constexpr std::size_t LongestName = 256;

std::string WithoutSlashesAtEnd(std::string url)
{
  while (!url.empty() && url.back() == '/')
  {
    url.pop_back();
  }
  return url;
}

// A URL, or empty if there is none and none is needed.
std::string ReadUrl(SettingsReader& reader, const std::string& key, const std::string& fallback)
{
  std::string url = WithoutSlashesAtEnd(reader.Text(key, fallback));
  const auto parts = ParseUrl(url);
  if (!url.empty() && !parts.HasValue())
  {
    reader.RefuseUnseen(key, parts.Failure().message);
  }
  return url;
}

// Project and region become part of a host name and a path.
std::string ReadCloudName(SettingsReader& reader, const std::string& key)
{
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.:-";
  std::string name = reader.Text(key, "");
  if (name.empty() || name.size() > LongestName ||
      name.find_first_not_of(allowed) != std::string::npos)
  {
    reader.Refuse(key, "needed: a name of small letters, digits, '-', '.' and ':'");
  }
  return name;
}

// With a path of its own a given URL is taken as it is; else Google's path is put behind it.
std::string VertexUrl(const std::string& given, const ModelSettings& model)
{
  std::string endpoint = VertexEndpoint(model.project, model.region);
  const auto pathOf = [](const std::string& url)
  { return url.substr(std::min(url.find('/', url.find("://") + 3), url.size())); };
  if (given.empty())
  {
    return endpoint;
  }
  return pathOf(given).empty() ? given + pathOf(endpoint) : given;
}

void ReadAddress(SettingsReader& reader, const std::string& configurationPath, ModelSettings& model)
{
  const std::string given = ReadUrl(reader, "Url", model.type == "Gemini" ? GeminiUrl : "");
  model.url = given;
  if (model.type == "Vertex")
  {
    model.project = ReadCloudName(reader, "Project");
    model.region = ReadCloudName(reader, "Region");
    model.url = VertexUrl(given, model);
    model.metadataUrl = ReadUrl(reader, "MetadataUrl", GoogleMetadataUrl);
    const std::string file = reader.Text("CredentialsFile", "");
    model.credentialsFile = file.empty() ? file : PathBesideConfiguration(file, configurationPath);
  }
  else if (given.empty())
  {
    reader.Refuse("Url", "needed: the server's address, such as http://127.0.0.1:8080/v1");
  }
}

bool CanBeRead(const std::string& path)
{
  // A folder opens, but gives no byte.
  std::ifstream file(path, std::ios::binary);
  return file && file.peek() != std::ifstream::traits_type::eof();
}

std::string ReadCaFile(SettingsReader& reader, const std::string& configurationPath)
{
  const std::string name = reader.Text("CaCertificates", "");
  std::string path = PathBesideConfiguration(name, configurationPath);
  if (!name.empty() && !CanBeRead(path))
  {
    reader.Refuse("CaCertificates", "it must be a file of certificates (PEM) that can be read");
  }
  return name.empty() ? std::string() : path;
}

// libcurl's port of a proxy is not that of its scheme: it has to be said.
std::string ReadProxy(SettingsReader& reader)
{
  std::string proxy = ReadUrl(reader, "Proxy", "");
  const auto parts = ParseUrl(proxy);
  if (!proxy.empty() && parts.HasValue() &&
      (parts.Value().scheme != "http" ||
       !boost::ends_with(proxy, ":" + std::to_string(parts.Value().port))))
  {
    reader.RefuseUnseen("Proxy", "allowed: http://host:port");
  }
  return proxy;
}

void JudgeDestination(SettingsReader& reader, const std::string& url, ExchangeSettings& exchange)
{
  const auto parts = ParseUrl(url);
  if (!parts.HasValue())
  {
    return;  // refused already
  }
  exchange.host = parts.Value().host;
  const auto rule = DestinationRule(parts.Value(), exchange.connection);
  if (rule.HasValue())
  {
    exchange.destinationRule = rule.Value();
  }
  else if (exchange.connection.isRemoteAllowed)
  {
    reader.RefuseUnseen("Url", rule.Failure().message);
  }
  else
  {
    exchange.refusal = rule.Failure().message + ".";
  }
}

}  // namespace

void ReadConnection(SettingsReader& reader, const EgressSettings& egress,
                    const std::string& configurationPath, ModelSettings& model)
{
  ReadAddress(reader, configurationPath, model);
  auto& connection = model.exchange.connection;
  connection.totalTimeout = std::chrono::seconds(reader.Integer("TimeoutSeconds", 120, 1, 3600));
  connection.connectTimeout =
      std::chrono::seconds(reader.Integer("ConnectTimeoutSeconds", 10, 1, 300));
  connection.stallTimeout = std::chrono::seconds(reader.Integer("StallTimeoutSeconds", 30, 1, 600));
  connection.caFile = ReadCaFile(reader, configurationPath);
  connection.proxy = ReadProxy(reader);
  connection.isRemoteAllowed = egress.isRemoteAllowed;
  connection.localNetworks = egress.localNetworks;
  JudgeDestination(reader, model.url, model.exchange);
}

}  // namespace vlm
