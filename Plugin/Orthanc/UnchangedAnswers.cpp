// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/UnchangedAnswers.h"

#include <chrono>
#include <vector>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Orthanc/ModelJson.h"
#include "Orthanc/OutputJson.h"
#include "Orthanc/Reviewer.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestSilence{10};

// The counters begin anew with each start.
const std::string& NameOfThisStart()
{
  static const std::string name = RandomUuid();
  return name;
}

std::vector<std::string> PartsOfQueue(const RestServices& services, const HttpRequest& request)
{
  std::vector<std::string> parts = {NameOfThisStart(), std::to_string(services.queue.Changes()),
                                    std::to_string(services.workers.Progress().Changes()),
                                    std::to_string(services.follower.Departed())};
  parts.insert(parts.end(), request.groups.begin(), request.groups.end());
  for (const auto& [name, value] : request.query)
  {
    parts.push_back(name);
    parts.push_back(value);
  }
  return parts;
}

}  // namespace

std::string TagOfQueue(const RestServices& services, const HttpRequest& request)
{
  return EntityTagOf(PartsOfQueue(services, request));
}

std::string TagOfStatus(const RestServices& services, const HttpRequest& request)
{
  auto parts = PartsOfQueue(services, request);
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  parts.push_back(std::to_string(now / LongestSilence));
  parts.push_back(WriteJson(
      ModelsToJson(services.models, services.settings, services.selfTests, services.workers)));
  parts.push_back(std::to_string(services.follower.Position()));
  parts.push_back(WriteJson(ReindexToJson(services.reindex.Progress())));
  const Reviewer reviewer = ReviewerOf(services.settings.review, request);
  parts.push_back(reviewer.user.value_or(""));  // nobody's name is empty
  parts.push_back(reviewer.reason);
  return EntityTagOf(parts);
}

}  // namespace vlm
