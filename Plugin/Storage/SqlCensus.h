// SPDX-License-Identifier: GPL-3.0-or-later
// The census in SQL.
#pragma once

#include "Pipeline/Census.h"
#include "Pipeline/Clock.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlCensus : public Census
{
public:
  SqlCensus(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<CensusResult> Take() override;
  DatabaseCounts Troubles() const override;

private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace vlm
