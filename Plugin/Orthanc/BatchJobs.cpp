// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchJobs.h"

#include <exception>
#include <vector>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"

namespace vlm
{
namespace
{

constexpr const char* JobType = "VlmAnalyze";
// Below every other: what else waits for a thread of the engine goes first.
constexpr int JobPriority = -1000000;
constexpr int CodeOfCanceled = 37;  // OrthancPluginErrorCode_CanceledJob
constexpr int LooksForPause = 200;
constexpr std::chrono::milliseconds BetweenLooks{5};

// The SDK gives its callbacks no user data.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
BatchJobs* currentJobs = nullptr;

BatchFace& FaceOf(void* job)
{
  return **static_cast<std::shared_ptr<BatchFace>*>(job);
}

void Finalize(void* job)
{
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): Orthanc owned it
  delete static_cast<std::shared_ptr<BatchFace>*>(job);
}

float Progress(void* job)
{
  return FaceOf(job).Progress();
}

// A text lives until the same thread asks again.
const char* Content(void* job)
{
  thread_local std::vector<char> kept;
  const std::string content = FaceOf(job).Content();
  kept.assign(content.begin(), content.end());
  kept.push_back('\0');
  return kept.data();
}

const char* Serialized(void* job)
{
  return FaceOf(job).Serialized().c_str();
}

OrthancPluginJobStepStatus Step(void* job)
{
  switch (FaceOf(job).Step())
  {
    case BatchFace::End::Success:
      return OrthancPluginJobStepStatus_Success;
    case BatchFace::End::Failure:
      return OrthancPluginJobStepStatus_Failure;
    case BatchFace::End::None:
      break;
  }
  return OrthancPluginJobStepStatus_Continue;
}

OrthancPluginErrorCode Stop(void* /*job*/, OrthancPluginJobStopReason /*reason*/)
{
  return OrthancPluginErrorCode_Success;
}

OrthancPluginErrorCode Reset(void* job)
{
  try
  {
    FaceOf(job).Resubmit();
    return OrthancPluginErrorCode_Success;
  }
  catch (const std::exception&)
  {
    return OrthancPluginErrorCode_Plugin;
  }
}

OrthancPluginJob* Unserialize(const char* type, const char* serialized)
{
  try
  {
    return currentJobs == nullptr ? nullptr : currentJobs->Restore(type, serialized);
  }
  catch (const std::exception&)
  {
    return nullptr;
  }
}

JobView::State StateOf(const Json::Value& job)
{
  const std::string state = job.get("State", "").asString();
  if (state == "Pending" || state == "Retry")
  {
    return JobView::State::Pending;
  }
  if (state == "Running" || state == "Paused")
  {
    return state == "Running" ? JobView::State::Running : JobView::State::Paused;
  }
  const Json::Value& code = job["ErrorCode"];
  return state == "Failure" && code.isInt() && code.asInt() == CodeOfCanceled
             ? JobView::State::Canceled
             : JobView::State::Ended;
}

JobView ViewOf(const Json::Value& job)
{
  JobView view;
  view.id = job.get("ID", "").asString();
  view.state = StateOf(job);
  view.priority = job["Priority"].isInt() ? job["Priority"].asInt() : 0;
  const Json::Value& content = job["Content"];
  if (job.get("Type", "").asString() == JobType && content.isObject() &&
      content["Batch"].isString())
  {
    view.batchId = content["Batch"].asString();
  }
  return view;
}

}  // namespace

BatchJobs::BatchJobs(const OrthancApi& api) : api_(api), news_(std::make_shared<WakeUp>()) {}

BatchJobs::~BatchJobs()
{
  if (currentJobs == this)
  {
    currentJobs = nullptr;
  }
}

void BatchJobs::Register()
{
  currentJobs = this;
  OrthancPluginRegisterJobsUnserializer(api_.Context(), Unserialize);
}

OrthancPluginJob* BatchJobs::Make(const std::string& batchId, bool isRestored)
{
  const auto face = std::make_shared<BatchFace>(batchId, news_, isRestored);
  auto held = std::make_unique<std::shared_ptr<BatchFace>>(face);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  OrthancPluginJob* job = OrthancPluginCreateJob(api_.Context(), held.get(), Finalize, JobType,
                                                 Progress, Content, Serialized, Step, Stop, Reset);
#pragma GCC diagnostic pop
  if (job != nullptr)
  {
    held.release();  // NOLINT(bugprone-unused-return-value): Finalize deletes it
    const MutexLock lock(mutex_);
    faces_[batchId] = face;
  }
  return job;
}

OrthancPluginJob* BatchJobs::Restore(const std::string& type, const std::string& serialized)
{
  if (type != JobType)
  {
    return nullptr;
  }
  const auto json = ParseJson(serialized);
  const bool isOurs =
      json.HasValue() && json.Value().isObject() && json.Value()["Batch"].isString();
  return isOurs && IsUuid(json.Value()["Batch"].asString())
             ? Make(json.Value()["Batch"].asString(), true)
             : nullptr;
}

Result<std::string> BatchJobs::Submit(const std::string& batchId)
{
  OrthancPluginJob* job = Make(batchId, false);
  char* id = job == nullptr ? nullptr : OrthancPluginSubmitJob(api_.Context(), job, JobPriority);
  if (id == nullptr)
  {
    if (job != nullptr)
    {
      OrthancPluginFreeJob(api_.Context(), job);
    }
    return Error{ErrorKind::StorageFailed, "Orthanc's jobs engine takes no job."};
  }
  std::string copy = id;
  OrthancPluginFreeString(api_.Context(), id);
  return copy;
}

Result<std::vector<JobView>> BatchJobs::List() const
{
  const auto jobs = api_.GetJson("/jobs?expand");
  if (!jobs.HasValue())
  {
    return jobs.Failure();
  }
  std::vector<JobView> views;
  for (const auto& job : jobs.Value())
  {
    if (job.isObject())
    {
      views.push_back(ViewOf(job));
    }
  }
  return views;
}

Result<void> BatchJobs::Pause(const std::string& jobId) const
{
  const auto paused = api_.Post("/jobs/" + jobId + "/pause", "{}");
  return paused.HasValue() ? Result<void>() : paused.Failure();
}

Result<void> BatchJobs::Resume(const std::string& jobId) const
{
  const auto resumed = api_.Post("/jobs/" + jobId + "/resume", "{}");
  return resumed.HasValue() ? Result<void>() : resumed.Failure();
}

bool BatchJobs::IsPaused(const std::string& jobId) const
{
  const auto job = api_.GetJson("/jobs/" + jobId);
  return job.HasValue() && ViewOf(job.Value()).state == JobView::State::Paused;
}

// Orthanc pauses it after its present step, which is made to end.
void BatchJobs::Yield(const JobView& job)
{
  const auto face = Find(job.batchId);
  if (face == nullptr || !Pause(job.id).HasValue())
  {
    return;
  }
  face->EndStep();
  for (int look = 0; look < LooksForPause && !news_->IsStopped() && !IsPaused(job.id); ++look)
  {
    news_->Pause(BetweenLooks);
  }
  const auto resumed = Resume(job.id);
  static_cast<void>(resumed);  // it has ended meanwhile
}

std::vector<std::shared_ptr<BatchFace>> BatchJobs::Faces()
{
  const MutexLock lock(mutex_);
  std::vector<std::shared_ptr<BatchFace>> alive;
  for (auto at = faces_.begin(); at != faces_.end();)
  {
    auto face = at->second.lock();
    at = face == nullptr ? faces_.erase(at) : std::next(at);
    if (face != nullptr)
    {
      alive.push_back(std::move(face));
    }
  }
  return alive;
}

std::shared_ptr<BatchFace> BatchJobs::Find(const std::string& batchId)
{
  const MutexLock lock(mutex_);
  const auto found = faces_.find(batchId);
  return found == faces_.end() ? nullptr : found->second.lock();
}

}  // namespace vlm
