// SPDX-License-Identifier: GPL-3.0-or-later
// Port: what an administrator has paused, on all nodes, also over restarts.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"

namespace vlm
{

struct PauseRecord
{
  std::string model;  // empty: the whole queue
  Timestamp since{};
  std::string reason;  // an administrator's words, or empty
};

// Thread-safe. Every method may fail with StorageFailed.
class Pauses
{
public:
  virtual ~Pauses() = default;
  // `model` empty: the whole queue. Paused already: the reason is replaced, the time stays.
  virtual Result<void> Pause(const std::string& model, const std::string& reason) = 0;
  virtual Result<void> Resume(const std::string& model) = 0;  // nothing happens if it is not paused
  virtual Result<std::vector<PauseRecord>> List() = 0;
};

}  // namespace vlm
