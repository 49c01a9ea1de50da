// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the egress ledger, and of what each model used in a day.
#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <string>
#include <vector>

#include "Foundation/Time.h"
#include "Pipeline/EgressLedger.h"
#include "Storage/RecordRow.h"

namespace vlm
{

long long MillisecondsOf(Timestamp time);
// Of the UTC day, counted from 1970.
long long DayNumberOf(Timestamp time);

// `clause`: what follows the table's name.
std::vector<EgressEntry> SelectEntries(soci::session& session, const std::string& clause,
                                       QueryArguments arguments);
// Counts for its day, too. The result is its identifier.
std::int64_t InsertEntry(soci::session& session, const std::string& node, const EgressEntry& entry);
void AddToDay(soci::session& session, const std::string& model, Timestamp time,
              const EgressUsage& usage);

}  // namespace vlm
