// SPDX-License-Identifier: GPL-3.0-or-later
// Version 7: queries over very many reports, and how long they are kept.
#include "Storage/SchemaVersions.h"

namespace vlm
{

// Pages of reports go by ended_sequence, pages of analyses by sequence: an index that a page walks
// begins with what is asked for and ends with that number (Storage/PageSources.h names them).
const SchemaStatements& HistorySchema()
{
  static const SchemaStatements statements = {
      // Each label once, in the form in which labels are compared (Storage/LabelWords.h).
      R"(CREATE TABLE label_words (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           folded TEXT NOT NULL UNIQUE))",
      // 0: not yet in label_words, since an earlier version of the plugin wrote it.
      "ALTER TABLE finding_labels ADD COLUMN word BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE finding_labels ADD COLUMN ended_sequence BIGINT",
      "CREATE INDEX finding_labels_page ON finding_labels (word, ended_sequence, score)",
      "CREATE INDEX finding_labels_unknown ON finding_labels (label) WHERE word = 0",
      R"(CREATE INDEX analyses_state_page ON analyses (state, ended_sequence)
           WHERE ended_sequence IS NOT NULL)",
      R"(CREATE INDEX analyses_modality_page ON analyses (state, modality, ended_sequence)
           WHERE ended_sequence IS NOT NULL)",
      "DROP INDEX analyses_patient",
      R"(CREATE INDEX analyses_patient_page ON analyses (patient_id, ended_sequence)
           WHERE ended_sequence IS NOT NULL)",
      R"(CREATE INDEX analyses_score_page ON analyses (
           (CASE WHEN max_score < 1 THEN CASE WHEN max_score > 0 THEN
              CAST(max_score * 100 AS INTEGER) ELSE 0 END ELSE 100 END),
           ended_sequence) WHERE max_score IS NOT NULL)",
      // Reviews are few, so that two more indexes of them cost little.
      "DROP INDEX analyses_reviewed",
      R"(CREATE INDEX analyses_reviewed_page ON analyses (state, ended_sequence)
           WHERE review_revision > 0)",
      R"(CREATE INDEX analyses_reviewed_modality_page ON analyses (state, modality, ended_sequence)
           WHERE review_revision > 0)",
      "CREATE INDEX analyses_state ON analyses (state, sequence)",
      R"(CREATE INDEX analyses_modality ON analyses (state, modality, sequence)
           WHERE modality <> '')",
      // What retention looks for.
      R"(CREATE INDEX analyses_completed ON analyses (completed_at)
           WHERE completed_at IS NOT NULL AND signed_off = 0)",
      "CREATE INDEX egress_time ON egress (time)",
      // Reports of removed analyses that are still attached to their resource.
      R"(CREATE TABLE removals (
           analysis TEXT PRIMARY KEY,
           level INTEGER NOT NULL,
           orthanc_id TEXT NOT NULL))",
  };
  return statements;
}

}  // namespace vlm
