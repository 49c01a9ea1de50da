// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/SharedLimits.h"

#include <algorithm>

namespace vlm
{
namespace
{

using std::chrono::milliseconds;

// A node whose turn it is asks 13 times in a second, on average, so that a place is not free for
// long; the others four times.
constexpr milliseconds soon{50};
constexpr milliseconds soonJitter{50};
constexpr milliseconds later{150};
constexpr milliseconds laterJitter{100};
// So long a node keeps its turn without asking (EgressLedger::Admit), with a margin.
constexpr milliseconds longestWait{1000};
// What a request lasts beyond its own deadline: until its outcome is in the ledger.
constexpr milliseconds afterwards = std::chrono::minutes(1);

milliseconds Part(milliseconds time, double share)
{
  return std::chrono::duration_cast<milliseconds>(time * share);
}

milliseconds WaitAfter(const Admission& admission, Timestamp asked, double jitter)
{
  if (admission.opensAt)
  {
    return std::clamp(*admission.opensAt - asked, milliseconds(1), longestWait);
  }
  return admission.ahead == 0 ? soon + Part(soonJitter, jitter) : later + Part(laterJitter, jitter);
}

}  // namespace

SharedLimits SharedLimitsOf(const ExchangeSettings& settings)
{
  SharedLimits limits;
  limits.concurrent = std::max(settings.maximumConcurrentRequests, 1);
  limits.requestsPerMinute = settings.requestsPerMinute;
  limits.dailyRequests = settings.dailyRequests;
  limits.dailyTokens = settings.dailyTokens;
  limits.longestCall = settings.connection.totalTimeout + afterwards;
  return limits;
}

SharedVerdict VerdictOf(const Admission& admission, Timestamp asked, double jitter)
{
  SharedVerdict verdict;
  verdict.isAdmitted = admission.entry.has_value();
  verdict.wait = verdict.isAdmitted ? milliseconds(0) : WaitAfter(admission, asked, jitter);
  verdict.today = {admission.today.requests, admission.today.tokens};
  verdict.asOf = asked;
  return verdict;
}

}  // namespace vlm
