// SPDX-License-Identifier: GPL-3.0-or-later
// Which SRs come before the one that DeliveryWorker makes: it refers to them, and they stay.
#include <algorithm>
#include <limits>
#include <set>

#include "Pipeline/DeliveryWorker.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"
#include "Results/ResultUid.h"
#include "Results/SignedReview.h"

namespace vlm
{
namespace
{

// An SR of a resource that is analysed again and again refers to the last ones; those to theirs.
constexpr std::size_t MostPredecessorDocuments = 10;

constexpr int BeyondAny = std::numeric_limits<int>::max();  // number of a review

// Of the signed reviews of an earlier analysis, the newest first, and 0.
Result<std::vector<int>> RevisionsOfEarlier(const DeliveryPorts& ports, const Delivery& delivery,
                                            const std::string& analysisId)
{
  const auto record = ports.queue.Find(analysisId);
  if (!record.HasValue() && record.Failure().kind != ErrorKind::NotFound)
  {
    return record.Failure();
  }
  if (!record.HasValue() || !record.Value().isSignedOff)
  {
    return std::vector<int>{0};
  }
  const auto report = ports.reports.Find(delivery.level, delivery.orthancId, analysisId);
  return report.HasValue() ? Result<std::vector<int>>(SignedRevisionsBefore(
                                 report.Value().value_or(Json::Value()), BeyondAny))
                           : report.Failure();
}

}  // namespace

// That of the same analysis before this review, which refers to those before; where there is none,
// those of earlier analyses.
Result<std::vector<PredecessorDocument>> DeliveryWorker::DocumentsOf(
    const Delivery& delivery, const std::vector<std::string>& analyses, const Json::Value& report)
{
  std::vector<PredecessorDocument> documents;
  const std::string study = TextOf(report, "StudyInstanceUID");
  const auto add = [&](const std::string& analysisId, const std::vector<int>& revisions)
  {
    const auto document = FirstDocument(delivery, analysisId, revisions);
    if (document.HasValue() && document.Value())
    {
      documents.push_back(*document.Value());
      documents.back().studyInstanceUid = study;
    }
    return document.HasValue() ? Result<void>() : document.Failure();
  };
  if (!settings_.structuredReport)
  {
    return documents;
  }
  auto done = add(delivery.analysisId, SignedRevisionsBefore(report, SignedRevisionOf(report)));
  const std::size_t most = documents.empty() ? MostPredecessorDocuments : 0;
  for (std::size_t i = 0; i < std::min(most, analyses.size()) && done.HasValue(); ++i)
  {
    const auto revisions = RevisionsOfEarlier(ports_, delivery, analyses[i]);
    done = revisions.HasValue() ? add(analyses[i], revisions.Value()) : revisions.Failure();
  }
  return done.HasValue() ? Result<std::vector<PredecessorDocument>>(documents) : done.Failure();
}

// The SR of the first of these reviews of the analysis that the archive has one of.
Result<std::optional<PredecessorDocument>> DeliveryWorker::FirstDocument(
    const Delivery& delivery, const std::string& analysisId, const std::vector<int>& revisions)
{
  for (const int revision : revisions)
  {
    const PredecessorDocument document{"", ResultUid(analysisId, "sr-series", revision),
                                       ResultUid(analysisId, "sr", revision)};
    const auto found =
        ports_.results.FindInstance(document.sopInstanceUid, delivery.orthancStudyId);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    if (found.Value())
    {
      return std::optional(document);
    }
  }
  return std::optional<PredecessorDocument>();
}

// SRs that stay beside that of a signed review: those before it, as far as the archive has them.
// Not only those that are noted, since a crash may come between forgetting and noting them again.
Result<std::vector<ResultInstance>> DeliveryWorker::DocumentsToKeep(const Delivery& delivery,
                                                                    const Json::Value& report)
{
  const int revision = SignedRevisionOf(report);
  const auto noted = ports_.deliveries.InstancesOf(delivery.analysisId);
  if (!noted.HasValue())
  {
    return noted.Failure();
  }
  std::set<std::string> uids;
  for (const int earlier : SignedRevisionsBefore(report, revision))
  {
    uids.insert(ResultUid(delivery.analysisId, "sr", earlier));
  }
  const std::string kind = ResultKindName(ResultKind::StructuredReport);
  for (const auto& instance : noted.Value())
  {
    if (revision > 0 && instance.kind == kind)
    {
      uids.insert(instance.sopInstanceUid);
    }
  }
  uids.erase(ResultUid(delivery.analysisId, "sr", revision));
  std::vector<ResultInstance> kept;
  for (const auto& uid : uids)
  {
    const auto found = ports_.results.FindInstance(uid, delivery.orthancStudyId);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    if (found.Value())
    {
      kept.push_back({kind, uid});
    }
  }
  return kept;
}

}  // namespace vlm
