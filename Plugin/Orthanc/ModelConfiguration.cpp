// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ModelConfiguration.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/join.hpp>
#include <string_view>

#include "Model/Context.h"
#include "Model/HostPolicy.h"
#include "Orthanc/Configuration.h"
#include "Orthanc/ModelConnection.h"
#include "Orthanc/SettingsReader.h"

namespace vlm
{
namespace
{

constexpr std::int64_t MostRequestsADay = 1'000'000'000;
constexpr std::int64_t MostTokensADay = 1'000'000'000'000;
constexpr std::size_t LongestName = 256;
constexpr std::string_view Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view Digits = "0123456789";

bool ConsistsOf(const std::string& text, const std::string& allowed)
{
  return text.find_first_not_of(allowed) == std::string::npos;
}

// Google's name of a model becomes part of a path; others have names such as "org/model:tag".
std::string ReadModelName(SettingsReader& reader, const std::string& type)
{
  std::string name = reader.Text("Model", type == "Gemini" ? "gemini-2.5-flash" : "");
  const bool isGoogle = type != "OpenAI";
  const bool isAllowed =
      isGoogle ? ConsistsOf(name, std::string(Letters).append(Digits) + "._@-")
               : std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (name.empty() || name.size() > LongestName || !isAllowed)
  {
    reader.Refuse("Model", isGoogle ? "needed: a model's name, such as gemini-2.5-flash"
                                    : "needed: the name by which the server knows the model");
  }
  return name;
}

std::string ReadThinking(SettingsReader& reader)
{
  constexpr std::size_t mostDigits = 6;
  std::string thinking = reader.Text("Thinking", "");
  const std::array<const char*, 5> words = {"", "off", "low", "medium", "high"};
  const bool isNumber = thinking.size() <= mostDigits && ConsistsOf(thinking, std::string(Digits));
  if (!isNumber && std::find(words.begin(), words.end(), thinking) == words.end())
  {
    reader.Refuse("Thinking",
                  "allowed: \"\", off, low, medium, high, or a number of tokens as a text");
  }
  return thinking;
}

GenerationSettings ReadGeneration(SettingsReader& reader, const std::string& type)
{
  constexpr double hottest = 2.0;
  GenerationSettings generation;
  generation.model = ReadModelName(reader, type);
  generation.maximumOutputTokens = reader.Integer("MaxOutputTokens", 8192, 256, 131072);
  generation.temperature = reader.HasNull("Temperature")
                               ? std::nullopt
                               : std::optional(reader.Number("Temperature", 0.0, 0.0, hottest));
  generation.thinking = ReadThinking(reader);
  return generation;
}

ViewSettings::CtWindow ReadCtWindow(SettingsReader& reader)
{
  const auto name = reader.OneOf("CtWindow", "Presets", {"Presets", "AsStored", "ThreeWindowsRgb"});
  if (name == "AsStored")
  {
    return ViewSettings::CtWindow::AsStored;
  }
  return name == "ThreeWindowsRgb" ? ViewSettings::CtWindow::ThreeWindowsRgb
                                   : ViewSettings::CtWindow::Presets;
}

ViewSettings ReadViews(SettingsReader& reader)
{
  ViewSettings views;
  views.calls = reader.Integer("Calls", 3, 1, 64);
  views.maximumImages = reader.Integer("MaxImages", 16, 1, 64);
  views.maximumImageSize = reader.Integer("MaxImageSize", 1024, 64, 8192);
  views.isPaddedToSquare = reader.Boolean("PadToSquare", false);
  views.ctWindow = ReadCtWindow(reader);
  return views;
}

// 0: nobody measured it.
ReadingNoise ReadNoise(SettingsReader& reader)
{
  ReadingNoise noise;
  const double measuredPx = reader.Number("LocationErrorPx512", 0.0, 0.0, 512.0);
  if (measuredPx > 0.0)
  {
    noise.meanErrorShare = measuredPx / DiagonalOf512;
    noise.basis = ReadingNoise::Basis::Told;
  }
  return noise;
}

// None: Auto.
std::optional<BoxFormat> ReadBoxFormat(SettingsReader& reader, const std::string& type)
{
  const std::vector<std::pair<std::string, BoxFormat>> shortNames = {
      {"Gemini", {BoxFormat::Order::Yxyx, BoxFormat::Scale::Thousandths}},
      {"Pixels", {BoxFormat::Order::Xyxy, BoxFormat::Scale::Pixels}},
      {"Unit", {BoxFormat::Order::Xyxy, BoxFormat::Scale::Unit}}};
  std::vector<std::string> allowed = {"Auto"};
  for (const auto& [name, format] : shortNames)
  {
    allowed.push_back(name);
  }
  for (const auto& format : AllBoxFormats())
  {
    allowed.push_back(NameOf(format));
  }
  const auto name = reader.OneOf("BoxFormat", type == "OpenAI" ? "Auto" : "Gemini", allowed);
  const auto found = std::find_if(shortNames.begin(), shortNames.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == shortNames.end() ? BoxFormatFromName(name) : found->second;
}

void ReadLimits(SettingsReader& reader, ExchangeSettings& exchange)
{
  exchange.maximumConcurrentRequests = reader.Integer("MaxConcurrentRequests", 4, 1, 256);
  exchange.requestsPerMinute = reader.Integer("RequestsPerMinute", 0, 0, 100000);
  exchange.dailyRequests = reader.LargeInteger("DailyRequests", 0, 0, MostRequestsADay);
  exchange.dailyTokens = reader.LargeInteger("DailyTokens", 0, 0, MostTokensADay);
  exchange.maximumRetries = reader.Integer("MaxRetries", 3, 0, 20);
}

// The value is not repeated: somebody may have written the key itself.
void ReadKeySource(SettingsReader& reader, const std::string& configurationPath,
                   ModelSettings& model)
{
  model.apiKeyEnvironment =
      reader.Text("ApiKeyEnvironment", model.type == "Gemini" ? "GEMINI_API_KEY" : "");
  if (!ConsistsOf(model.apiKeyEnvironment, std::string(Letters).append(Digits) + "_"))
  {
    reader.RefuseUnseen("ApiKeyEnvironment",
                        "needed: the name of an environment variable, not the key itself");
  }
  const auto file = reader.Text("ApiKeyFile", "");
  model.apiKeyFile = file.empty() ? file : PathBesideConfiguration(file, configurationPath);
  if (model.type == "Gemini" && model.apiKeyEnvironment.empty() && file.empty())
  {
    reader.Refuse("ApiKeyEnvironment", "it may be empty only beside an ApiKeyFile");
  }
}

}  // namespace

Result<EgressSettings> ReadEgress(const Json::Value& section)
{
  SettingsReader reader(section, "Vlm.Egress");
  EgressSettings egress;
  egress.isRemoteAllowed = reader.Boolean("AllowRemote", false);
  egress.localNetworks = reader.TextList("LocalNetworks", {});
  for (const auto& network : egress.localNetworks)
  {
    const auto checked = CheckNetwork(network);
    if (!checked.HasValue())
    {
      reader.Refuse("LocalNetworks", "not allowed: " + checked.Failure().message);
    }
  }
  const auto policy = reader.OneOf("BurnedInAnnotation", "Refuse", {"Refuse", "Mask", "Allow"});
  egress.burnedIn = policy == "Allow"  ? BurnedInPolicy::Allow
                    : policy == "Mask" ? BurnedInPolicy::Mask
                                       : BurnedInPolicy::Refuse;
  const auto& known = KnownContextKeys();
  egress.contextKeys = reader.TextList("Context", known);
  for (const auto& key : egress.contextKeys)
  {
    if (std::find(known.begin(), known.end(), key) == known.end())
    {
      reader.Refuse("Context", "allowed: any of " + boost::algorithm::join(known, ", "));
    }
  }
  const auto finished = reader.Finish();
  return finished.HasValue() ? Result<EgressSettings>(std::move(egress)) : finished.Failure();
}

Result<ModelSettings> ReadModel(const std::string& name, const Json::Value& section,
                                const EgressSettings& egress, const std::string& configurationPath)
{
  SettingsReader reader(section, "Vlm.Models." + name);
  ModelSettings model;
  model.name = name;
  model.type = reader.OneOf("Type", "", {"Offline", "Gemini", "Vertex", "OpenAI"});
  model.remote.identity = {name, model.type, "", ""};
  if (model.type != "Offline")
  {
    auto& remote = model.remote;
    remote.generation = ReadGeneration(reader, model.type);
    remote.identity.requested = remote.generation.model;
    remote.views = ReadViews(reader);
    remote.noise = ReadNoise(reader);
    remote.imageFormat = reader.OneOf("ImageFormat", "Jpeg", {"Jpeg", "Png"}) == "Png"
                             ? ImageFormat::Png
                             : ImageFormat::Jpeg;
    remote.boxFormat = ReadBoxFormat(reader, model.type);
    remote.contextKeys = egress.contextKeys;
    model.exchange.model = name;
    ReadLimits(reader, model.exchange);
    ReadConnection(reader, egress, configurationPath, model);
    if (model.type != "Vertex")
    {
      ReadKeySource(reader, configurationPath, model);
    }
  }
  const auto finished = reader.Finish();
  return finished.HasValue() ? Result<ModelSettings>(std::move(model)) : finished.Failure();
}

}  // namespace vlm
