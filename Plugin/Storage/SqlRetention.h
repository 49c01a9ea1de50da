// SPDX-License-Identifier: GPL-3.0-or-later
// What is held longer than it is wanted, in SQL.
#pragma once

#include <string>
#include <vector>

#include "Pipeline/PastAnalyses.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlRetention : public PastAnalyses
{
public:
  explicit SqlRetention(Database& database) : database_(database) {}

  Result<int> Expire(Timestamp endedBefore, int most) override;
  Result<std::vector<Removal>> Removals(const std::string& afterAnalysis) override;
  Result<void> EndRemoval(const std::string& analysisId) override;
  Result<int> ForgetEgress(Timestamp before, int most) override;

private:
  Database& database_;
};

}  // namespace vlm
