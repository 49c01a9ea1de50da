// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused, in SQL.
#pragma once

#include "Pipeline/Clock.h"
#include "Pipeline/Pauses.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlPauses : public Pauses
{
public:
  SqlPauses(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<void> Pause(const std::string& model, const std::string& reason) override;
  Result<void> Resume(const std::string& model) override;
  Result<std::vector<PauseRecord>> List() override;

private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace vlm
