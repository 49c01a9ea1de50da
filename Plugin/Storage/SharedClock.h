// SPDX-License-Identifier: GPL-3.0-or-later
// The time that all nodes on one database share, so that leases and due times mean the same to each
// of them, whatever its own clock, its time zone or somebody who sets it say.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "Pipeline/Clock.h"
#include "Storage/Database.h"

namespace vlm
{

// On PostgreSQL the server's time as this node knows it: a steady clock of its own and the
// difference that Calibrate finds. It moves by no more than what a calibration corrects. On SQLite,
// and before the first calibration, the time of this machine. Thread-safe.
class SharedClock : public Clock
{
public:
  using Steady = std::function<std::chrono::microseconds()>;  // since any moment
  explicit SharedClock(Database& database, Steady steady = SteadyTime);

  Timestamp Now() const override;
  // Asks the server, a few times a minute. Errors: StorageFailed (the difference stays as it was).
  Result<void> Calibrate();

  static std::chrono::microseconds SteadyTime();

private:
  Database& database_;
  const Steady steady_;
  std::atomic<std::chrono::microseconds> offset_;  // from the steady clock to 1970 UTC
  std::atomic<bool> isCalibrated_{false};
};

}  // namespace vlm
