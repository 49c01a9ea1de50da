// SPDX-License-Identifier: GPL-3.0-or-later
// Port: where reports live, beside the resource that they are about.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Pipeline/ResourceLevel.h"

namespace vlm
{

// Thread-safe. Reports are JSON of schema version 1.
class ReportArchive
{
public:
  virtual ~ReportArchive() = default;

  // Becomes the newest report of its resource; an earlier one of another analysis is kept in its
  // history, one of the same analysis is replaced. Errors: NotFound (no such resource),
  // StorageFailed, NotReady.
  virtual Result<void> Store(const Json::Value& report) = 0;

  // Errors: StorageFailed, NotReady. No value: there is none.
  virtual Result<std::optional<Json::Value>> Newest(ResourceLevel level,
                                                    const std::string& orthancId) = 0;
  virtual Result<std::optional<Json::Value>> Find(ResourceLevel level, const std::string& orthancId,
                                                  const std::string& analysisId) = 0;

  // What a model answered in one analysis, word for word (Report/ReadingsJson.h); kept and removed
  // with the analysis' report, or without one when it failed. The newest 20 of a resource are kept.
  // Errors: as Store.
  virtual Result<void> StoreReadings(ResourceLevel level, const std::string& orthancId,
                                     const Json::Value& readings) = 0;
  // `analysisId` empty: the newest.
  virtual Result<std::optional<Json::Value>> FindReadings(ResourceLevel level,
                                                          const std::string& orthancId,
                                                          const std::string& analysisId) = 0;

  // Removes the report and readings of one analysis; the report before becomes the newest. Nothing
  // happens if there is none.
  virtual Result<void> Remove(ResourceLevel level, const std::string& orthancId,
                              const std::string& analysisId) = 0;
};

}  // namespace vlm
