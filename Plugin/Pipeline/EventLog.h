// SPDX-License-Identifier: GPL-3.0-or-later
// Port: what happened. Never patient data, prompts, replies or keys.
#pragma once

#include <string>

namespace vlm
{

// Thread-safe.
class EventLog
{
public:
  virtual ~EventLog() = default;
  virtual void Info(const std::string& sentence) = 0;     // one line an analysis
  virtual void Warning(const std::string& sentence) = 0;  // something is degraded
  virtual void Error(const std::string& sentence) = 0;    // somebody must act
};

}  // namespace vlm
