// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/StandingNews.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds patience = std::chrono::minutes(1) + HoldJitter;

}  // namespace

bool IsShortHold(const Standing& standing, Timestamp now)
{
  return standing.state == ModelState::Paused && standing.cause == "RateLimited" &&
         *standing.opensAt - now <= patience;
}

std::string SentenceOf(const Standing& standing, const std::string& model)
{
  const auto until =
      standing.opensAt ? " until " + FormatTimestamp(*standing.opensAt) : std::string();
  switch (standing.state)
  {
    case ModelState::Open:
      return "Model " + model + " is open again";
    case ModelState::Probing:
      return "Model " + model + " was paused, and one request is trying it: " + standing.reason;
    case ModelState::Paused:
      return "Model " + model + " is paused" + until + ": " + standing.reason;
    case ModelState::Exhausted:
      break;
  }
  return "Model " + model + " has used up its budget" + until + ": " + standing.reason;
}

bool OpensSooner(const Standing& after, const Standing& before)
{
  if (before.state == ModelState::Open || after.state == ModelState::Open)
  {
    return before.state != ModelState::Open;
  }
  return after.opensAt && (!before.opensAt || *after.opensAt < *before.opensAt);
}

}  // namespace vlm
