// SPDX-License-Identifier: GPL-3.0-or-later
// Source: ai.google.dev/gemini-api/docs/thinking.
#include "Model/ThinkingSetting.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace vlm
{
namespace
{

constexpr double BudgetFamily = 2.5;
constexpr double LevelFamily = 3.0;
constexpr int LowTokens = 1024;
constexpr int MediumTokens = 8192;
constexpr int HighTokens = 24576;
constexpr int LeastOfPro = 128;  // 2.5 Pro cannot stop thinking

std::optional<int> TokensOf(const std::string& setting)
{
  if (setting == "off")
  {
    return 0;
  }
  if (setting == "low")
  {
    return LowTokens;
  }
  if (setting == "medium")
  {
    return MediumTokens;
  }
  if (setting == "high")
  {
    return HighTokens;
  }
  int tokens = 0;
  const char* end = setting.data() + setting.size();
  const auto read = std::from_chars(setting.data(), end, tokens);
  return read.ec == std::errc() && read.ptr == end ? std::optional<int>(tokens) : std::nullopt;
}

// LOW is the least that every model of the family takes: none can be told not to think at all.
const char* LevelOf(int tokens)
{
  if (tokens <= LowTokens)
  {
    return "LOW";
  }
  return tokens <= MediumTokens ? "MEDIUM" : "HIGH";
}

}  // namespace

double GeminiFamily(const std::string& model)
{
  constexpr std::string_view prefix = "gemini-";
  const std::size_t folder = model.rfind('/');
  const std::string name = folder == std::string::npos ? model : model.substr(folder + 1);
  if (name.compare(0, prefix.size(), prefix) != 0)
  {
    return 0.0;
  }
  double family = 0.0;
  std::from_chars(name.data() + prefix.size(), name.data() + name.size(), family,
                  std::chars_format::fixed);
  return family;
}

Json::Value ThinkingConfig(const std::string& model, const std::string& setting)
{
  const double family = GeminiFamily(model);
  const auto tokens = TokensOf(setting);
  Json::Value config;
  if (!tokens)
  {
    return config;
  }
  if (family >= LevelFamily)
  {
    // A negative number asks for as much as the model sees fit, which is the default.
    if (*tokens >= 0)
    {
      config["thinkingLevel"] = LevelOf(*tokens);
    }
  }
  else if (family == BudgetFamily)
  {
    const bool isPro = model.find("-pro") != std::string::npos;
    const bool isTooLittle = isPro && *tokens >= 0 && *tokens < LeastOfPro;
    config["thinkingBudget"] = isTooLittle ? LeastOfPro : *tokens;
  }
  return config;
}

}  // namespace vlm
