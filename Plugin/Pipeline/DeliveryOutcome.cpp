// SPDX-License-Identifier: GPL-3.0-or-later
// What DeliveryWorker tells of a delivery, and does about one that failed.
#include <algorithm>
#include <iomanip>
#include <sstream>

#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/RetryPolicy.h"
#include "Pipeline/Stopwatch.h"

namespace vlm
{
namespace
{

std::string SentenceBeginOf(const Delivery& delivery)
{
  const std::string analysis = "analysis " + delivery.analysisId;
  switch (delivery.kind)
  {
    case DeliveryKind::Objects:
      return "Storing the objects of " + analysis;
    case DeliveryKind::Labels:
      return "Setting the labels after " + analysis;
    case DeliveryKind::Send:
      break;
  }
  return "Sending the objects of " + analysis + " to '" + delivery.destination + "'";
}

}  // namespace

std::chrono::milliseconds DeliveryDelayAfter(int attempts)
{
  constexpr std::chrono::seconds first{2};
  constexpr std::chrono::minutes longest{10};
  const int doublings = std::clamp(attempts - 1, 0, 10);
  return std::min<std::chrono::milliseconds>(first * (1 << doublings), longest);
}

void DeliveryWorker::TellDone(const Delivery& delivery, const std::string& what,
                              std::chrono::microseconds time)
{
  std::ostringstream line;
  line << what << " for analysis " << delivery.analysisId << ", " << std::fixed
       << std::setprecision(3) << MillisecondsOf(time) / 1000.0 << " s";
  ports_.log.Info(line.str());
}

Result<void> DeliveryWorker::Settle(const Delivery& delivery, const Error& error)
{
  const Timestamp now = ports_.clock.Now();
  const AfterFailure action = ActionAfter(error.kind);
  if (action == AfterFailure::Release)
  {
    return ports_.deliveries.Postpone(delivery.id, now + DeliveryDelayAfter(1), error.message);
  }
  if (action == AfterFailure::Fail)
  {
    ports_.log.Warning(SentenceBeginOf(delivery) + " failed: " + error.message);
    return ports_.deliveries.Fail(delivery.id, error.message);
  }
  if (delivery.kind == DeliveryKind::Send)
  {
    NoteAbsence(delivery.destination);
  }
  const bool isOver =
      now - delivery.createdAt >= DeliveryPatience && delivery.attempts >= LeastDeliveryAttempts;
  if (isOver)
  {
    ports_.log.Error(SentenceBeginOf(delivery) + " is given up after " +
                     std::to_string(delivery.attempts) + " attempts: " + error.message);
    return ports_.deliveries.Fail(delivery.id, error.message);
  }
  if (IsNews(delivery, error))
  {
    ports_.log.Warning(SentenceBeginOf(delivery) + " is tried again: " + error.message);
  }
  return ports_.deliveries.Postpone(delivery.id, now + DeliveryDelayAfter(delivery.attempts),
                                    error.message);
}

// A destination says why; what the archive says may differ from object to object.
bool DeliveryWorker::IsNews(const Delivery& delivery, const Error& error)
{
  const bool isSent = delivery.kind == DeliveryKind::Send;
  return news_.IsNews(DeliveryKindName(delivery.kind) + ' ' + delivery.destination,
                      isSent ? error.message : "", ports_.clock.Now());
}

// Shorter than what one delivery waits, so that the rest goes on soon once the other side is back.
void DeliveryWorker::NoteAbsence(const std::string& destination)
{
  constexpr int mostDoublings = 5;
  Absence& absence = absent_[destination];
  absence.failures = std::min(absence.failures + 1, mostDoublings);
  absence.until = ports_.clock.Now() + DeliveryDelayAfter(absence.failures);
}

}  // namespace vlm
