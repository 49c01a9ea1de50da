// SPDX-License-Identifier: GPL-3.0-or-later
// Databases as earlier versions of the plugin made them, word for word; never to be changed.
#pragma once

#include <string>
#include <vector>

namespace vlm
{

using SchemaStatements = std::vector<std::string>;

// With a record that waits and one that ended.
inline const SchemaStatements& FirstSchema()
{
  static const SchemaStatements statements = {
      R"(CREATE TABLE analyses (
           sequence INTEGER PRIMARY KEY AUTOINCREMENT,
           id TEXT NOT NULL UNIQUE,
           level INTEGER NOT NULL,
           orthanc_id TEXT NOT NULL,
           series_id TEXT NOT NULL,
           study_id TEXT NOT NULL,
           model TEXT NOT NULL,
           content TEXT NOT NULL,
           language TEXT NOT NULL,
           max_images INTEGER NOT NULL,
           priority INTEGER NOT NULL,
           state INTEGER NOT NULL,
           attempts INTEGER NOT NULL,
           queued_at BIGINT NOT NULL,
           next_attempt_at BIGINT NOT NULL,
           started_at BIGINT,
           completed_at BIGINT,
           ended_sequence BIGINT,
           reason TEXT NOT NULL DEFAULT '',
           modality TEXT NOT NULL DEFAULT '',
           patient_id TEXT NOT NULL DEFAULT '',
           impression TEXT NOT NULL DEFAULT '',
           findings INTEGER NOT NULL DEFAULT 0,
           max_score DOUBLE PRECISION))",
      // At most one of a resource and model waits: duplicates collapse even if two threads enqueue
      // at once.
      "CREATE UNIQUE INDEX analyses_waiting ON analyses (orthanc_id, model) WHERE state = 0",
      "CREATE INDEX analyses_due ON analyses (state, priority DESC, sequence)",
      "CREATE INDEX analyses_resource ON analyses (orthanc_id)",
      "CREATE INDEX analyses_series ON analyses (series_id)",
      "CREATE INDEX analyses_study ON analyses (study_id)",
      "CREATE INDEX analyses_patient ON analyses (patient_id)",
      R"(CREATE UNIQUE INDEX analyses_ended ON analyses (ended_sequence)
           WHERE ended_sequence IS NOT NULL)",
      R"(CREATE TABLE finding_labels (
           analysis BIGINT NOT NULL REFERENCES analyses (sequence) ON DELETE CASCADE,
           label TEXT NOT NULL,
           score DOUBLE PRECISION))",
      "CREATE INDEX finding_labels_analysis ON finding_labels (analysis)",
      "CREATE TABLE progress (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
      "CREATE TABLE schema_version (version BIGINT NOT NULL)",
      "INSERT INTO schema_version (version) VALUES (1)",
      "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, language, "
      "max_images, priority, state, attempts, queued_at, next_attempt_at) VALUES "
      "('waits', 0, 'r1', 's', 'study', 'offline', '', 'en', 1, 3, 0, 2, 1000, 2000)",
      "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, language, "
      "max_images, priority, state, attempts, queued_at, next_attempt_at, completed_at, "
      "ended_sequence, impression, findings) VALUES "
      "('done', 0, 'r2', 's', 'study', 'offline', '', 'en', 1, 0, 2, 1, 1000, 1000, 3000, 1, "
      "'A mass.', 1)",
      "INSERT INTO finding_labels (analysis, label, score) VALUES (2, 'mass', 0.5)",
      "INSERT INTO progress (name, value) VALUES ('changes', 42)",
  };
  return statements;
}

// What version 2 added.
inline const SchemaStatements& SecondSchema()
{
  static const SchemaStatements statements = {
      R"(CREATE TABLE egress (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           time BIGINT NOT NULL,
           analysis TEXT NOT NULL,
           study TEXT NOT NULL,
           model TEXT NOT NULL,
           host TEXT NOT NULL,
           rule TEXT NOT NULL,
           bytes BIGINT NOT NULL,
           pictures TEXT NOT NULL,
           context TEXT NOT NULL,
           http_status INTEGER NOT NULL DEFAULT 0,
           outcome TEXT NOT NULL DEFAULT '',
           latency BIGINT NOT NULL DEFAULT 0,
           input_tokens BIGINT NOT NULL DEFAULT 0,
           output_tokens BIGINT NOT NULL DEFAULT 0,
           served TEXT NOT NULL DEFAULT ''))",
      "CREATE INDEX egress_study ON egress (study, id)",
      "CREATE INDEX egress_model ON egress (model, time)",
      // Claims go model by model, so that a long queue of a paused model costs nothing.
      "CREATE INDEX analyses_model_order ON analyses (state, model, priority DESC, sequence)",
      "CREATE INDEX analyses_model_due ON analyses (model, next_attempt_at) WHERE state = 0",
      "UPDATE schema_version SET version = 2",
  };
  return statements;
}

// What version 3 added.
inline const SchemaStatements& ThirdSchema()
{
  static const SchemaStatements statements = {
      // 1: it ended; 2: it was restored.
      "ALTER TABLE analyses ADD COLUMN to_deliver INTEGER NOT NULL DEFAULT 0",
      "CREATE INDEX analyses_to_deliver ON analyses (sequence) WHERE to_deliver > 0",
      R"(CREATE TABLE deliveries (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           sequence BIGINT REFERENCES analyses (sequence) ON DELETE SET NULL,
           analysis TEXT NOT NULL,
           study TEXT NOT NULL,
           kind INTEGER NOT NULL,
           destination TEXT NOT NULL,
           state INTEGER NOT NULL,
           attempts INTEGER NOT NULL DEFAULT 0,
           interruptions INTEGER NOT NULL DEFAULT 0,
           created_at BIGINT NOT NULL,
           next_attempt_at BIGINT,
           reason TEXT NOT NULL DEFAULT ''))",
      "CREATE UNIQUE INDEX deliveries_analysis ON deliveries (analysis, kind, destination)",
      "CREATE INDEX deliveries_sequence ON deliveries (sequence)",
      "CREATE INDEX deliveries_due ON deliveries (state, kind, destination, next_attempt_at, id)",
      R"(CREATE TABLE result_instances (
           analysis TEXT NOT NULL,
           kind TEXT NOT NULL,
           sop_instance TEXT NOT NULL,
           PRIMARY KEY (analysis, sop_instance)))",
      "UPDATE schema_version SET version = 3",
  };
  return statements;
}

// What version 4 added.
inline const SchemaStatements& FourthSchema()
{
  static const SchemaStatements statements = {
      "ALTER TABLE analyses ADD COLUMN review_revision INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE analyses ADD COLUMN signed_off INTEGER NOT NULL DEFAULT 0",
      // What comes of a review that was begun is not finished.
      "ALTER TABLE analyses ADD COLUMN review_pending INTEGER NOT NULL DEFAULT 0",
      "CREATE INDEX analyses_review_pending ON analyses (sequence) WHERE review_pending > 0",
      "CREATE INDEX analyses_reviewed ON analyses (ended_sequence) WHERE review_revision > 0",
      R"(CREATE TABLE review_labels (
           analysis BIGINT NOT NULL REFERENCES analyses (sequence) ON DELETE CASCADE,
           label TEXT NOT NULL,
           disposition INTEGER NOT NULL))",
      "CREATE INDEX review_labels_analysis ON review_labels (analysis)",
      "UPDATE schema_version SET version = 4",
  };
  return statements;
}

// The statements that make a database of that version.
inline SchemaStatements SchemaOfVersion(int version)
{
  SchemaStatements all = FirstSchema();
  const SchemaStatements* later[] = {&SecondSchema(), &ThirdSchema(), &FourthSchema()};
  for (int i = 0; i + 1 < version; ++i)
  {
    all.insert(all.end(), later[i]->begin(), later[i]->end());
  }
  return all;
}

}  // namespace vlm
