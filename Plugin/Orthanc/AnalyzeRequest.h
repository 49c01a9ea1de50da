// SPDX-License-Identifier: GPL-3.0-or-later
// What requests for one analysis and for many have in common: how it is to be done.
#pragma once

#include <json/value.h>

#include <string>

#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

constexpr int PriorityOfRequests = 100;  // of a user's request; arriving images have 0

struct AnalyzeRequest
{
  std::string model;     // empty: none was named
  std::string language;  // empty: none was named
  int priority = PriorityOfRequests;
  IfKnown ifKnown = IfKnown::Collapse;
};

// "Model", "Force", "Priority" or "Language"; false: it is none of these. Errors: BadInput.
Result<bool> ReadAnalyzeMember(const VisionModels& models, const std::string& key,
                               const Json::Value& value, AnalyzeRequest& request);

// "Model is 7; allowed: ..."; a long value is cut.
Error WrongMember(const std::string& key, const Json::Value& value, const std::string& allowed);

// A whole resource, analysed by a model. Errors: those of OrthancApi.
Result<AnalysisOrder> OrderOf(const OrthancApi& api, ImageArchive& images,
                              const ResourceReference& resource, const std::string& model);

// The embedded detector writes English whatever it is asked for.
std::string LanguageOf(const VisionModels& models, const std::string& model,
                       const std::string& language);

}  // namespace vlm
