// SPDX-License-Identifier: GPL-3.0-or-later
// The body of POST /vlm/analyze: which resources, and how.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Batches.h"

namespace vlm
{

struct BatchRequest
{
  BatchWish wish;
  std::vector<std::string> resources;
  std::string query;  // body for /tools/find; empty: none
};

constexpr std::size_t MostResources = 1000000;
constexpr std::size_t LargestBatchBody = std::size_t{64} * 1024 * 1024;

// `language`: unless told. Errors: BadInput, TooLarge.
Result<BatchRequest> ReadBatchRequest(std::string_view body, const VisionModels& models,
                                      const std::string& language);

// What /tools/find finds. Errors: BadInput (Orthanc refuses the query), TooLarge, NotReady.
Result<std::vector<std::string>> FindResources(const OrthancApi& api, const std::string& query);

}  // namespace vlm
