// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchKeeper.h"

#include <algorithm>
#include <exception>

#include "Foundation/Uuid.h"
#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr const char* Lease = "batches";
constexpr std::size_t AddedAtOnce = 5000;
constexpr std::chrono::milliseconds StepLength{100};
constexpr std::chrono::milliseconds WhileOpen{400};
constexpr std::chrono::milliseconds AfterTrouble{2000};
constexpr std::chrono::milliseconds WhileOthersMayHaveWork{10000};
constexpr std::chrono::milliseconds LongestSleep{60000};
constexpr std::chrono::milliseconds Turn{1500};
constexpr std::chrono::hours RememberedFor{24 * 30};

}  // namespace

Json::Value BatchToJson(const BegunBatch& begun)
{
  Json::Value json;
  json["ID"] = begun.jobId;
  json["Path"] = "/jobs/" + begun.jobId;
  json["Batch"] = begun.batchId;
  json["Resources"] = Json::UInt64(begun.resources);
  return json;
}

BatchKeeper::BatchKeeper(const BatchKeeperPorts& ports, const BatchFeederPorts& feeding,
                         const BatchSources& sources, std::string server)
    : ports_(ports),
      jobs_(sources.api),
      feeder_(feeding, sources, StepLength),
      server_(std::move(server))
{
}

BatchKeeper::~BatchKeeper()
{
  RequestStop();
  Join();
}

void BatchKeeper::Start()
{
  thread_ = std::thread([this] { Loop(); });
}

void BatchKeeper::RequestStop()
{
  jobs_.News().Stop();
  for (const auto& face : jobs_.Faces())
  {
    face->Close();
  }
}

void BatchKeeper::Join()
{
  if (thread_.joinable())
  {
    thread_.join();
  }
}

Result<BegunBatch> BatchKeeper::Begin(const BatchWish& wish,
                                      const std::vector<std::string>& orthancIds)
{
  if (jobs_.News().IsStopped())
  {
    return Error{ErrorKind::NotReady, "The server stops."};
  }
  BatchRecord batch;
  batch.id = RandomUuid();
  batch.server = server_;
  batch.wish = wish;
  batch.createdAt = ports_.clock.Now();
  const auto created = ports_.batches.Create(batch);
  const auto filled = created.HasValue() ? Fill(batch.id, orthancIds) : created;
  if (!filled.HasValue())
  {
    return filled.Failure();
  }
  const MutexLock lock(submission_);
  const auto active =
      ports_.batches.ChangeState(batch.id, {BatchState::Filling}, BatchState::Active);
  if (!active.HasValue())
  {
    return active.Failure();
  }
  const auto jobId = jobs_.Submit(batch.id);
  if (!jobId.HasValue())
  {
    return jobId.Failure();
  }
  jobs_.News().Notify();
  return BegunBatch{batch.id, jobId.Value(), orthancIds.size()};
}

Result<void> BatchKeeper::Fill(const std::string& batchId,
                               const std::vector<std::string>& orthancIds)
{
  for (std::size_t first = 0; first < orthancIds.size(); first += AddedAtOnce)
  {
    const auto from = orthancIds.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(AddedAtOnce, orthancIds.size() - first);
    auto added = ports_.batches.Add(batchId, {from, from + static_cast<std::ptrdiff_t>(count)});
    if (!added.HasValue())
    {
      return added;
    }
  }
  return {};
}

void BatchKeeper::Loop()
{
  YieldToIngest();
  while (!jobs_.News().IsStopped())
  {
    const auto seen = jobs_.News().Count();
    Result<std::chrono::milliseconds> wait = AfterTrouble;
    try
    {
      wait = Tick();
    }
    catch (const std::exception& problem)
    {
      wait = Error{ErrorKind::Internal, problem.what()};
    }
    if (!wait.HasValue() && !isInTrouble_ && !jobs_.News().IsStopped())
    {
      ports_.log.Warning("Batches wait: " + wait.Failure().message);
    }
    isInTrouble_ = !wait.HasValue();
    jobs_.News().WaitFor(seen, wait.HasValue() ? wait.Value() : AfterTrouble);
  }
}

Result<std::chrono::milliseconds> BatchKeeper::Tick()
{
  const auto now = std::chrono::steady_clock::now();
  const auto jobs = ObeyJobs();
  if (!jobs.HasValue())
  {
    return jobs.Failure();
  }
  MakeRoom(jobs.Value());
  const auto resubmitted = TakeResubmissions();
  const auto goesOn = resubmitted.HasValue() ? Lead() : resubmitted.Failure();
  if (!goesOn.HasValue() || !goesOn.Value() || now - lastShown_ >= WhileOpen)
  {
    ShowAll();
    lastShown_ = now;
  }
  if (!goesOn.HasValue())
  {
    return goesOn.Failure();
  }
  const auto open = ports_.batches.Open();
  if (!open.HasValue())
  {
    return open.Failure();
  }
  if (!open.Value().empty())
  {
    return goesOn.Value() ? std::chrono::milliseconds(1) : WhileOpen;
  }
  return ports_.cluster.IsShared() ? WhileOthersMayHaveWork : LongestSleep;
}

// One step of each batch. Whether there is more to do at once.
Result<bool> BatchKeeper::Lead()
{
  const auto open = ports_.batches.Open();
  if (!open.HasValue())
  {
    return open.Failure();
  }
  if (open.Value().empty())
  {
    const auto forgotten = ports_.batches.Forget(ports_.clock.Now() - RememberedFor);
    const auto released = ports_.cluster.Release(Lease);
    static_cast<void>(released);  // worth nothing in a while anyway
    return forgotten.HasValue() ? Result<bool>(false) : forgotten.Failure();
  }
  auto isHeld = ports_.cluster.TryHold(Lease);
  if (!isHeld.HasValue() || !isHeld.Value())
  {
    return isHeld;
  }
  bool goesOn = false;
  for (const auto& batch : open.Value())
  {
    const auto begun = std::chrono::steady_clock::now();
    auto worked = feeder_.Work(batch);
    if (!worked.HasValue())
    {
      return worked;
    }
    goesOn = goesOn || worked.Value();
    jobs_.News().Pause(
        ports_.ingest.RestAfter(std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - begun)));
  }
  return goesOn;
}

// The engine's threads are for those that need one. What is ours shows how far it has come, and
// gives way: to others at once, to each other now and then.
void BatchKeeper::MakeRoom(const Jobs& jobs)
{
  const auto waits = [&](bool isOurs)
  {
    return std::any_of(
        jobs.begin(), jobs.end(),
        [&](const auto& job)
        { return job.state == JobView::State::Pending && job.batchId.empty() != isOurs; });
  };
  const auto now = std::chrono::steady_clock::now();
  const bool isTurn = now - lastTurn_ >= Turn;
  if (!waits(false) && !(isTurn && waits(true)))
  {
    return;
  }
  lastTurn_ = now;
  for (const auto& job : jobs)
  {
    if (job.state == JobView::State::Running && !job.batchId.empty())
    {
      jobs_.Yield(job);
    }
  }
}

}  // namespace vlm
