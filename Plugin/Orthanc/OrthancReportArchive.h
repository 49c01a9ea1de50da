// SPDX-License-Identifier: GPL-3.0-or-later
// ReportArchive as attachments of the Orthanc resource: reports live and die with it, and move with
// Orthanc's storage.
#pragma once

#include <vector>

#include "Orthanc/OrthancApi.h"
#include "Orthanc/ResourceAttachments.h"
#include "Pipeline/NamedLocks.h"
#include "Pipeline/ReportArchive.h"

namespace vlm
{

class OrthancReportArchive : public ReportArchive
{
public:
  // Identifiers of user-defined attachments (1024 to 65535); an administrator may name them in
  // "UserContentType".
  static constexpr int JsonAttachment = 4901;     // the newest report
  static constexpr int TextAttachment = 4902;     // the same as plain text
  static constexpr int HistoryAttachment = 4903;  // a JSON array of the earlier ones, newest first:
                                                  // the last 20, and before them the reviewed
  static constexpr int ReadingsAttachment = 4904;  // a JSON array of models' answers, newest first

  OrthancReportArchive(const OrthancApi& api, NamedLocks& locks) : api_(api), locks_(locks) {}

  Result<void> Store(const Json::Value& report) override;
  // A report that was found again stays behind those that ended later. Errors: as Store, and
  // NotFound (so many ended later that the history has no place for it).
  Result<void> StoreBehindLater(const Json::Value& report);
  Result<std::optional<Json::Value>> Newest(ResourceLevel level,
                                            const std::string& orthancId) override;
  Result<std::optional<Json::Value>> Find(ResourceLevel level, const std::string& orthancId,
                                          const std::string& analysisId) override;
  Result<std::optional<Json::Value>> Original(ResourceLevel level, const std::string& orthancId,
                                              const std::string& analysisId) override;
  // Also TooLarge: Orthanc/StoredReviews.h.
  Result<Json::Value> AddReview(ResourceLevel level, const std::string& orthancId,
                                const std::string& analysisId, int baseRevision,
                                const Json::Value& review) override;
  Result<void> StoreReadings(ResourceLevel level, const std::string& orthancId,
                             const Json::Value& readings) override;
  Result<std::optional<Json::Value>> FindReadings(ResourceLevel level, const std::string& orthancId,
                                                  const std::string& analysisId) override;
  Result<void> Remove(ResourceLevel level, const std::string& orthancId,
                      const std::string& analysisId) override;

private:
  using Reports = std::vector<Json::Value>;  // newest first
  static constexpr std::size_t LongestHistory = 20;
  enum class Order
  {
    Arrival,
    Time
  };
  Result<void> Insert(const Json::Value& report, Order order);
  static Result<Reports> ReadAll(const ResourceAttachments& attachments);
  static Result<void> WriteNewest(const ResourceAttachments& attachments,
                                  const Json::Value& report);
  static Result<void> WriteReviewed(const ResourceAttachments& attachments,
                                    const Json::Value& report);
  static Result<void> WriteHistory(const ResourceAttachments& attachments, const Reports& reports);
  static Result<void> DeleteAll(const ResourceAttachments& attachments);
  static Result<void> RemoveReport(const ResourceAttachments& attachments,
                                   const std::string& analysisId);

  // Reading, changing and writing the attachments of a resource is one step, on all nodes.
  Result<NamedLocks::Held> HoldWriting(const std::string& orthancId);

  const OrthancApi& api_;
  NamedLocks& locks_;
};

}  // namespace vlm
