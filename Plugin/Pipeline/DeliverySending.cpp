// SPDX-License-Identifier: GPL-3.0-or-later
// How DeliveryWorker labels studies and sends objects on.
#include <algorithm>

#include "Pipeline/DeliveryLabels.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/Stopwatch.h"

namespace vlm
{

Result<std::string> DeliveryWorker::BringLabels(const std::string& orthancStudyId)
{
  if (!settings_.labels)
  {
    return std::string("Outputs.Labels is off.");
  }
  const auto knowsLabels = ports_.results.KnowsLabels();
  if (!knowsLabels.HasValue())
  {
    return knowsLabels.Failure();
  }
  if (!knowsLabels.Value())
  {
    const std::string sentence =
        "This Orthanc keeps no labels: that takes version 1.12 and a database that knows them.";
    if (!std::exchange(saidNoLabels_, true))
    {
      ports_.log.Info(sentence);
    }
    return sentence;
  }
  const auto outcomes = ports_.deliveries.OutcomesOf(orthancStudyId);
  if (!outcomes.HasValue())
  {
    return outcomes.Failure();
  }
  const LabelNames& names = settings_.labelNames;
  const auto set =
      ports_.results.SetLabels(orthancStudyId, {names.finding, names.noFinding, names.failed},
                               LabelsAfter(outcomes.Value(), names));
  return set.HasValue() ? Result<std::string>(std::string()) : set.Failure();
}

Result<std::string> DeliveryWorker::Send(const Delivery& delivery)
{
  Stopwatch watch;
  const auto& destinations = settings_.sendTo;
  if (std::find(destinations.begin(), destinations.end(), delivery.destination) ==
      destinations.end())
  {
    return Error{ErrorKind::BadConfiguration,
                 "Outputs.SendTo does not name '" + delivery.destination + "' any more."};
  }
  const auto instances = ports_.deliveries.InstancesOf(delivery.analysisId);
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  std::vector<std::string> present;
  for (const auto& instance : instances.Value())
  {
    const auto found =
        ports_.results.FindInstance(instance.sopInstanceUid, delivery.orthancStudyId);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    if (found.Value())
    {
      present.push_back(*found.Value());
    }
  }
  if (present.empty())
  {
    return std::string("There is nothing to send.");
  }
  const auto sent = ports_.results.Send(delivery.destination, present, stopping_);
  if (!sent.HasValue())
  {
    return sent.Failure();
  }
  TellDone(
      delivery,
      "Sent " + std::to_string(present.size()) + " object(s) to '" + delivery.destination + "'",
      watch.Lap());
  return std::string();
}

}  // namespace vlm
