// SPDX-License-Identifier: GPL-3.0-or-later
// Version 6: many resources that are analysed as one job of Orthanc.
#include "Storage/SchemaVersions.h"

namespace vlm
{

// States are those of Pipeline/Batches.h. Level: of a unit of work; -1 of a resource as it was
// given, and of a batch whose resources are analysed at the level of the ingest rules.
const SchemaStatements& BatchesSchema()
{
  static const SchemaStatements statements = {
      R"(CREATE TABLE batches (
           id TEXT PRIMARY KEY,
           server TEXT NOT NULL,
           state INTEGER NOT NULL,
           created_at BIGINT NOT NULL,
           model TEXT NOT NULL,
           language TEXT NOT NULL,
           level INTEGER NOT NULL,
           priority INTEGER NOT NULL,
           repeats INTEGER NOT NULL))",
      "CREATE INDEX batches_open ON batches (created_at) WHERE state < 5",
      // Analyses are referred to by name only: an item outlives its analysis.
      R"(CREATE TABLE batch_items (
           position INTEGER PRIMARY KEY AUTOINCREMENT,
           batch TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
           level INTEGER NOT NULL,
           orthanc_id TEXT NOT NULL,
           state INTEGER NOT NULL,
           analysis TEXT NOT NULL DEFAULT '',
           reason TEXT NOT NULL DEFAULT ''))",
      // Twice the same is once.
      "CREATE UNIQUE INDEX batch_items_resource ON batch_items (batch, orthanc_id, level)",
      "CREATE INDEX batch_items_state ON batch_items (batch, state, position)",
      "CREATE INDEX batch_items_analysis ON batch_items (analysis) WHERE analysis <> ''",
  };
  return statements;
}

}  // namespace vlm
