// SPDX-License-Identifier: GPL-3.0-or-later
// How long analyses and the ledger of what left are kept.
#pragma once

#include <chrono>

namespace vlm
{

struct RetentionSettings
{
  std::chrono::hours analyses{0};  // kept so long after their end; 0: forever
  std::chrono::hours egress{0};    // entries of the ledger of what left; 0: forever
};

}  // namespace vlm
