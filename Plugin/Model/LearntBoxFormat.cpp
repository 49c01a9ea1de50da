// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LearntBoxFormat.h"

#include <algorithm>

namespace vlm
{
namespace
{

constexpr int MaximumInconclusive = 3;

}  // namespace

std::optional<BoxFormat> LearntBoxFormat::Known() const
{
  if (stated_)
  {
    return stated_;
  }
  const int learnt = learnt_.load();
  if (learnt < 0)
  {
    return std::nullopt;
  }
  return AllBoxFormats()[static_cast<std::size_t>(learnt)];
}

bool LearntBoxFormat::IsToBeTested() const
{
  return !stated_ && learnt_.load() == NotTested && inconclusive_.load() < MaximumInconclusive;
}

std::string LearntBoxFormat::Warning() const
{
  const int learnt = learnt_.load();
  if (stated_)
  {
    const bool isRefuted = learnt == NoneFits;
    return isRefuted ? "The self-test does not confirm that this model writes boxes as " +
                           NameOf(*stated_) + "; they may be misplaced."
                     : "";
  }
  if (learnt == NoneFits)
  {
    return "In the self-test this model's boxes fit no known format; its boxes are not used.";
  }
  return learnt == NotTested ? "The self-test has not shown yet how this model writes boxes; its "
                               "boxes are not used."
                             : "";
}

int LearntBoxFormat::PlaceOf(const SelfTestOutcome& outcome)
{
  const auto all = AllBoxFormats();
  const auto found = outcome.passed && outcome.format
                         ? std::find(all.begin(), all.end(), *outcome.format)
                         : all.end();
  return found == all.end() ? NoneFits : static_cast<int>(found - all.begin());
}

void LearntBoxFormat::Learn(const SelfTestOutcome& outcome)
{
  learnt_.store(PlaceOf(outcome));
}

void LearntBoxFormat::LearnFirst(const SelfTestOutcome& outcome)
{
  int expected = NotTested;
  learnt_.compare_exchange_strong(expected, PlaceOf(outcome));
}

}  // namespace vlm
