// SPDX-License-Identifier: GPL-3.0-or-later
// Version 5: several servers on one database.
#include "Storage/SchemaVersions.h"

namespace vlm
{

const SchemaStatements& NodesSchema()
{
  static const SchemaStatements statements = {
      // One row for each start of a server. It is alive until lease_until.
      R"(CREATE TABLE nodes (
           id TEXT PRIMARY KEY,
           name TEXT NOT NULL,
           version TEXT NOT NULL,
           started_at BIGINT NOT NULL,
           seen_at BIGINT NOT NULL,
           lease_until BIGINT NOT NULL))",
      // Who does what only one may do at a time; worth nothing once the node is not alive.
      "CREATE TABLE leases (name TEXT PRIMARY KEY, node TEXT NOT NULL)",
      // Subject: '' for the queue, or the name of a model.
      R"(CREATE TABLE pauses (
           subject TEXT PRIMARY KEY,
           since BIGINT NOT NULL,
           reason TEXT NOT NULL))",
      // Which node has it in hand, and how often it was ever claimed: who finishes must be the one
      // who claimed last.
      "ALTER TABLE analyses ADD COLUMN node TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE analyses ADD COLUMN claims BIGINT NOT NULL DEFAULT 0",
      "CREATE INDEX analyses_in_hand ON analyses (node) WHERE state = 1",
      // Studies take turns (Storage/SqlTurns.h).
      "ALTER TABLE analyses ADD COLUMN turn BIGINT NOT NULL DEFAULT 0",
      "DROP INDEX analyses_due",
      "DROP INDEX analyses_model_order",
      "DROP INDEX analyses_model_due",
      // The order of claims; with the time, so that what is not due is passed by in the index.
      R"(CREATE INDEX analyses_turns ON analyses
           (state, model, priority DESC, turn, sequence, next_attempt_at))",
      R"(CREATE INDEX analyses_model_due ON analyses (model, priority, next_attempt_at)
           WHERE state = 0)",
      R"(CREATE INDEX analyses_study_turns ON analyses (study_id, model, priority, turn)
           WHERE state = 0)",
      R"(CREATE INDEX analyses_fresh_turns ON analyses (model, priority, turn)
           WHERE state = 0 AND claims = 0)",
      R"(CREATE INDEX analyses_waiting_since ON analyses (queued_at, next_attempt_at)
           WHERE state = 0)",
      "CREATE INDEX analyses_waiting_until ON analyses (next_attempt_at) WHERE state = 0",
      // The number of the analysis that ended last; whoever changes it is the only one who ends
      // something at that moment, so that pages never miss one.
      "INSERT INTO progress (name, value) SELECT 'ended', COALESCE(MAX(ended_sequence), 0) FROM "
      "analyses",
      // Grows with every change of analyses, for those who show them.
      "INSERT INTO progress (name, value) VALUES ('changed', 0)",
      // Who asked, and what each model used in a UTC day, counted from 1970.
      "ALTER TABLE egress ADD COLUMN node TEXT NOT NULL DEFAULT ''",
      "CREATE INDEX egress_in_flight ON egress (model) WHERE outcome = ''",
      R"(CREATE TABLE model_days (
           model TEXT NOT NULL,
           day BIGINT NOT NULL,
           requests BIGINT NOT NULL,
           tokens BIGINT NOT NULL,
           PRIMARY KEY (model, day)))",
      // Nodes that wait for a model's limits, which lets them pass in turn: the longest waiting
      // first. Worth nothing after waits_until.
      R"(CREATE TABLE model_waits (
           model TEXT NOT NULL,
           node TEXT NOT NULL,
           waits_since BIGINT NOT NULL,
           waits_until BIGINT NOT NULL,
           PRIMARY KEY (model, node)))",
      "INSERT INTO model_days (model, day, requests, tokens) SELECT model, time / 86400000, "
      "COUNT(*), CAST(SUM(input_tokens + output_tokens) AS BIGINT) FROM egress GROUP BY model, "
      "time / 86400000",
  };
  return statements;
}

}  // namespace vlm
