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

// Thread-safe. Reports are JSON of schema version 1. What a model found is stored once and stays;
// reviews by people are stored beside it. Newest and Find give both joined
// (Report/ReviewedReport.h).
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

  // The report as it is stored: what the model found, with every review as a member of Reviews.
  virtual Result<std::optional<Json::Value>> Original(ResourceLevel level,
                                                      const std::string& orthancId,
                                                      const std::string& analysisId) = 0;

  // Adds a review (Report/ReviewReading.h, with At and User) and gives it the revision after
  // `baseRevision`, the one that it was made from. The result is the reviewed report. Of several
  // at once that were made from the same revision one is taken. Errors: Conflict (another revision
  // is the newest), and those of Store.
  virtual Result<Json::Value> AddReview(ResourceLevel level, const std::string& orthancId,
                                        const std::string& analysisId, int baseRevision,
                                        const Json::Value& review) = 0;

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
