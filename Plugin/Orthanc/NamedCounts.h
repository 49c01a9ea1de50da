// SPDX-License-Identifier: GPL-3.0-or-later
// How many there are in each state, as status and metrics tell it.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace vlm
{

// By the names of all states from the first to `last`; those that nothing is in count 0.
template <typename State>
std::map<std::string, std::int64_t> NamedCounts(const std::map<State, std::int64_t>& countByState,
                                                State last, std::string (*nameOf)(State))
{
  std::map<std::string, std::int64_t> named;
  for (int i = 0; i <= static_cast<int>(last); ++i)
  {
    const auto state = static_cast<State>(i);
    const auto found = countByState.find(state);
    named[nameOf(state)] = found == countByState.end() ? 0 : found->second;
  }
  return named;
}

}  // namespace vlm
