// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ResourceLevel.h"

#include <array>

namespace vlm
{
namespace
{

struct LevelWords
{
  ResourceLevel level;
  std::string_view name;
  std::string_view path;
};

constexpr std::array<LevelWords, 3> Words = {{
    {ResourceLevel::Instance, "Instance", "instances"},
    {ResourceLevel::Series, "Series", "series"},
    {ResourceLevel::Study, "Study", "studies"},
}};

}  // namespace

std::string LevelName(ResourceLevel level)
{
  return std::string(Words.at(static_cast<std::size_t>(level)).name);
}

std::optional<ResourceLevel> LevelFromName(std::string_view name)
{
  for (const auto& words : Words)
  {
    if (words.name == name)
    {
      return words.level;
    }
  }
  return std::nullopt;
}

std::string LevelPath(ResourceLevel level)
{
  return std::string(Words.at(static_cast<std::size_t>(level)).path);
}

std::optional<ResourceLevel> LevelFromPath(std::string_view path)
{
  for (const auto& words : Words)
  {
    if (words.path == path)
    {
      return words.level;
    }
  }
  return std::nullopt;
}

}  // namespace vlm
