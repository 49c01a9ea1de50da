// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that lead from each version of the schema to the next, written for SQLite
// (Storage/SqlDialect.h turns them into PostgreSQL's).
#pragma once

#include <vector>

namespace vlm
{

using SchemaStatements = std::vector<const char*>;

const SchemaStatements& QueueSchema();       // 1
const SchemaStatements& EgressSchema();      // 2
const SchemaStatements& DeliveriesSchema();  // 3
const SchemaStatements& ReviewsSchema();     // 4
const SchemaStatements& NodesSchema();       // 5
const SchemaStatements& BatchesSchema();     // 6
const SchemaStatements& HistorySchema();     // 7

}  // namespace vlm
