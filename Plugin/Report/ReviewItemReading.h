// SPDX-License-Identifier: GPL-3.0-or-later
// The items of a review: decisions on the findings of a report, and findings that it lacks.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// Reads the items of one review, in any order. Errors: BadInput, naming the member.
class ReviewItemReader
{
public:
  // `stored` outlives the reader.
  explicit ReviewItemReader(const Json::Value& stored);

  std::size_t FindingsOfReport() const { return findings_.size(); }

  // An item of Findings, called `name`.
  Result<Json::Value> ReadDecision(const Json::Value& item, const std::string& name);
  // An item of Added. One that no earlier review gave an identifier gets one.
  Result<Json::Value> ReadAdded(const Json::Value& item, Json::ArrayIndex index);
  // Whether what was read decides on each of the report's Findings.
  Result<void> CheckComplete() const;

private:
  Result<Json::Value> ReadEdits(const Json::Value& item, const Json::Value& finding,
                                const std::string& name) const;
  Result<std::string> IdOfAdded(const Json::Value& item, Json::ArrayIndex index,
                                const std::string& name);

  const Json::Value& stored_;
  std::map<std::string, const Json::Value*> findings_;  // also those rejected
  std::set<std::string> knownAdded_;                    // identifiers that earlier reviews gave
  std::set<std::string> seen_;
};

}  // namespace vlm
