// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ObjectSending.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "Foundation/Json.h"
#include "Orthanc/DestinationName.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds FirstPause{5};
constexpr std::chrono::milliseconds LongestPause{200};

Result<bool> Knows(const OrthancApi& api, const std::string& collection, const std::string& name)
{
  const auto names = api.GetJson(collection);
  if (!names.HasValue())
  {
    return names.Failure();
  }
  return std::find(names.Value().begin(), names.Value().end(), Json::Value(name)) !=
         names.Value().end();
}

std::string ReasonOf(const Json::Value& job)
{
  const std::string details = TextOf(job, "ErrorDetails");
  return details.empty() ? TextOf(job, "ErrorDescription") : details;
}

// No value: it is at work still.
std::optional<Result<void>> OutcomeOf(const Json::Value& job)
{
  const std::string state = TextOf(job, "State");
  if (state == "Success")
  {
    return Result<void>();
  }
  if (state == "Failure")
  {
    return Error{ErrorKind::StorageFailed, "Sending failed: " + ReasonOf(job)};
  }
  // Somebody paused or cancelled it, or Orthanc tries again by itself: both end here.
  const bool isAtWork = state == "Pending" || state == "Running";
  return isAtWork ? std::nullopt
                  : std::optional<Result<void>>(
                        Error{ErrorKind::StorageFailed, "Sending ended as '" + state + "'."});
}

// No value: Orthanc forgot the job, which it does at once where "JobsHistorySize" is 0.
std::optional<Result<void>> WaitForJob(const OrthancApi& api, const std::string& path,
                                       const Cancellation& cancellation)
{
  for (auto pause = FirstPause;; pause = std::min(pause * 2, LongestPause))
  {
    const auto job = api.GetJson(path);
    if (!job.HasValue())
    {
      const ErrorKind kind = job.Failure().kind;
      return kind == ErrorKind::NotFound
                 ? std::nullopt
                 : std::optional<Result<void>>(Error{
                       kind, "Whether the objects arrived is not known: " + job.Failure().message});
    }
    if (auto outcome = OutcomeOf(job.Value()))
    {
      return outcome;
    }
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "Sending was interrupted."};
    }
    std::this_thread::sleep_for(pause);
  }
}

// Without a job; Orthanc tells no details of a failure.
Result<void> SendStraight(const OrthancApi& api, const std::string& destinationPath,
                          const std::vector<std::string>& instanceIds,
                          const Cancellation& cancellation)
{
  for (const auto& id : instanceIds)
  {
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "Sending was interrupted."};
    }
    const auto file = api.DicomFile(id);
    const auto sent = file.HasValue() ? api.Post(destinationPath + "/store-straight", file.Value())
                                      : file.Failure();
    if (!sent.HasValue())
    {
      const bool isStopping = sent.Failure().kind == ErrorKind::NotReady;
      return Error{isStopping ? ErrorKind::NotReady : ErrorKind::StorageFailed,
                   "Sending failed: " + sent.Failure().message};
    }
  }
  return {};
}

}  // namespace

Result<std::string> FindDestination(const OrthancApi& api, const std::string& destination)
{
  const auto wish = DestinationName::Parse(destination);
  const std::string name = wish ? wish->name : std::string();
  const std::string quoted = "'" + destination + "'";
  const auto modality = Knows(api, "/modalities", name);
  const auto peer = modality.HasValue() ? Knows(api, "/peers", name) : modality;
  if (!peer.HasValue())
  {
    return peer.Failure();
  }
  const auto kind = wish ? wish->kind : DestinationName::Kind::Any;
  const bool isModality = modality.Value() && kind != DestinationName::Kind::Peer;
  const bool isPeer = peer.Value() && kind != DestinationName::Kind::Modality;
  if (isModality && isPeer)
  {
    return Error{ErrorKind::NotFound,
                 quoted + " is a modality and a peer of Orthanc; write \"modality:" + name +
                     "\" or \"peer:" + name + "\" in SendTo."};
  }
  if (!isModality && !isPeer)
  {
    return Error{ErrorKind::NotFound, "Orthanc has no modality and no peer " + quoted + "."};
  }
  return (isModality ? "/modalities/" : "/peers/") + name;
}

Result<void> SendObjects(const OrthancApi& api, const std::string& destinationPath,
                         const std::vector<std::string>& instanceIds,
                         const Cancellation& cancellation)
{
  Json::Value order;
  for (const auto& id : instanceIds)
  {
    order["Resources"].append(id);
  }
  order["Synchronous"] = false;
  const auto job = api.Post(destinationPath + "/store", WriteJson(order));
  if (!job.HasValue())
  {
    return job.Failure();
  }
  const std::string path = "/jobs/" + TextOf(job.Value(), "ID");
  auto sent = WaitForJob(api, path, cancellation);
  if (!sent)
  {
    return SendStraight(api, destinationPath, instanceIds, cancellation);
  }
  if (!sent->HasValue())
  {
    // No job of ours goes on by itself; one that has ended refuses, which does no harm.
    const auto ignored = api.Post(path + "/cancel", "{}");
  }
  return *std::move(sent);
}

}  // namespace vlm
