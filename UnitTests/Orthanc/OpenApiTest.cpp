// SPDX-License-Identifier: GPL-3.0-or-later
// The description that /vlm/openapi.json gives, against the table of routes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/algorithm/string/case_conv.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "Foundation/Json.h"
#include "Orthanc/RestRoutes.h"

// The SDK's inline functions want the plugin's entry point, which is not part of this room.
extern "C" const char* OrthancPluginGetName()
{
  return "vlm";
}

namespace vlm
{
namespace
{

Json::Value Description()
{
  std::ifstream file(VLM_SOURCE "/Resources/openapi.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto json = ParseJson(text);
  EXPECT_TRUE(json.HasValue()) << (json.HasValue() ? "" : json.Failure().message);
  return json.HasValue() ? std::move(json).Value() : Json::Value(Json::objectValue);
}

// "/{level}/{id}/vlm/report" -> "/studies/1/vlm/report": a path that such a route must match.
std::string ExampleOf(const std::string& path)
{
  const auto withLevel = std::regex_replace(path, std::regex(R"(\{level\})"), "studies");
  const auto withPictures =
      std::regex_replace(withLevel, std::regex(R"(\{picturesLevel\})"), "series");
  return std::regex_replace(withPictures, std::regex(R"(\{[^}]+\})"), "1");
}

using Operations = std::set<std::pair<std::string, std::string>>;

Operations DescribedOperations()
{
  Operations operations;
  const auto description = Description();
  for (const auto& path : description["paths"].getMemberNames())
  {
    for (const auto& member : description["paths"][path].getMemberNames())
    {
      if (member != "parameters")
      {
        operations.emplace(boost::to_upper_copy(member), ExampleOf(path));
      }
    }
  }
  return operations;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther)
{
  auto described = DescribedOperations();
  for (const auto& [method, path] : RestRouteTable())
  {
    int matches = 0;
    for (auto at = described.begin(); at != described.end();)
    {
      const bool isMatch = at->first == method && std::regex_match(at->second, std::regex(path));
      matches += isMatch ? 1 : 0;
      at = isMatch ? described.erase(at) : std::next(at);
    }
    EXPECT_EQ(matches, 1) << method << " " << path;
  }
  for (const auto& [method, path] : described)
  {
    ADD_FAILURE() << method << " " << path << " is no route";
  }
}

}  // namespace
}  // namespace vlm
