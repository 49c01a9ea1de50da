// SPDX-License-Identifier: GPL-3.0-or-later
// How a batch looks among Orthanc's jobs.
#include <algorithm>
#include <array>

#include "Foundation/Json.h"
#include "Orthanc/BatchKeeper.h"

namespace vlm
{
namespace
{

constexpr int MostProblems = 50;  // of each kind

const char* NameOf(BatchState state)
{
  constexpr std::array<const char*, 6> names = {"Filling",  "Active",    "Paused",
                                                "Resuming", "Canceling", "Ended"};
  return names.at(static_cast<std::size_t>(state));
}

BatchFace::End EndOf(const BatchRecord& batch, const BatchCounts& counts)
{
  if (batch.state != BatchState::Ended)
  {
    return BatchFace::End::None;
  }
  const bool isWhole = counts.Of(BatchItemState::Failed) + counts.Of(BatchItemState::Canceled) == 0;
  return isWhole ? BatchFace::End::Success : BatchFace::End::Failure;
}

float ProgressOf(const BatchCounts& counts)
{
  const auto total = static_cast<float>(counts.Total());
  return total > 0.0F ? static_cast<float>(counts.Ended()) / total : 1.0F;
}

}  // namespace

// Failures to read are told by the next tick.
void BatchKeeper::ShowAll()
{
  for (const auto& face : jobs_.Faces())
  {
    if (face->HowItEnded() == BatchFace::End::None)
    {
      ShowOne(*face);
    }
  }
}

void BatchKeeper::ShowOne(BatchFace& face)
{
  const auto batch = ports_.batches.Find(face.BatchId());
  if (!batch.HasValue() && batch.Failure().kind == ErrorKind::NotFound)
  {
    face.Show(face.Content(), face.Progress(), BatchFace::End::Failure);
  }
  if (!batch.HasValue())
  {
    return;
  }
  const auto counts = ports_.batches.Count(face.BatchId());
  if (counts.HasValue())
  {
    face.Show(WriteJson(ContentOf(batch.Value(), counts.Value())), ProgressOf(counts.Value()),
              EndOf(batch.Value(), counts.Value()));
  }
}

Json::Value BatchKeeper::ContentOf(const BatchRecord& batch, const BatchCounts& counts)
{
  const auto number = [](std::int64_t value) { return Json::Value(Json::Int64(value)); };
  Json::Value content;
  content["Batch"] = batch.id;
  content["Model"] = batch.wish.model.empty() ? Json::Value() : Json::Value(batch.wish.model);
  content["Level"] = batch.wish.level ? Json::Value(LevelName(*batch.wish.level)) : Json::Value();
  content["Priority"] = batch.wish.priority;
  content["State"] = NameOf(batch.state);
  content["Total"] = number(counts.Total());
  content["Queued"] = number(counts.Total() - counts.Ended() - counts.running);
  // Of those, what is not in the queue yet.
  content["Preparing"] =
      number(counts.Of(BatchItemState::Given) + counts.Of(BatchItemState::Waiting));
  content["Running"] = number(counts.running);
  content["Completed"] = number(counts.Of(BatchItemState::Completed));
  content["Failed"] = number(counts.Of(BatchItemState::Failed));
  content["Canceled"] = number(counts.Of(BatchItemState::Canceled));
  content["Skipped"] = number(counts.Of(BatchItemState::Skipped));
  const bool hasProblems =
      counts.Of(BatchItemState::Failed) + counts.Of(BatchItemState::Skipped) > 0;
  content["Problems"] = hasProblems ? ProblemsOf(batch.id) : Json::Value(Json::arrayValue);
  return content;
}

// The first ones of each kind.
Json::Value BatchKeeper::ProblemsOf(const std::string& batchId)
{
  Json::Value problems(Json::arrayValue);
  for (const auto state : {BatchItemState::Failed, BatchItemState::Skipped})
  {
    const auto items = ports_.batches.Items(batchId, state, 0, MostProblems);
    if (!items.HasValue())
    {
      return problems;
    }
    for (const auto& item : items.Value())
    {
      Json::Value problem;
      problem["ID"] = item.orthancId;
      problem["Status"] = state == BatchItemState::Failed ? "Failed" : "Skipped";
      problem["Reason"] = item.reason;
      problem["AnalysisId"] =
          item.analysisId.empty() ? Json::Value() : Json::Value(item.analysisId);
      problems.append(problem);
    }
  }
  return problems;
}

}  // namespace vlm
