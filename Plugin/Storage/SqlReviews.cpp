// SPDX-License-Identifier: GPL-3.0-or-later
// What SqlAnalysisQueue knows of reviews by people.
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

// As the page of one who wants to know how far to trust a model can show.
constexpr int MostAcceptanceRows = 500;

// False: it is gone by now.
bool SetPending(soci::session& session, long long sequence, int pending)
{
  soci::statement statement =
      (session.prepare
           << "UPDATE analyses SET review_pending = :pending WHERE sequence = :sequence",
       soci::use(pending), soci::use(sequence));
  statement.execute(true);
  return statement.get_affected_rows() > 0;
}

void InsertReviewLabels(soci::session& session, long long sequence,
                        const std::vector<ReviewedLabel>& labels)
{
  session << "DELETE FROM review_labels WHERE analysis = :sequence", soci::use(sequence);
  for (const auto& [name, disposition] : labels)
  {
    StorableTexts texts(session);
    const std::string& label = texts.Indexed(name);
    const int number = static_cast<int>(disposition);
    session << "INSERT INTO review_labels (analysis, label, disposition) VALUES (:analysis, "
               ":label, :disposition)",
        soci::use(sequence), soci::use(label), soci::use(number);
  }
}

void ReplaceSummary(soci::session& session, long long sequence, const ReviewRecord& review)
{
  const int isSigned = review.isSignedOff ? 1 : 0;
  const auto maxScore = Nullable(review.summary.maxScore);
  session << "UPDATE analyses SET review_revision = :revision, signed_off = :signed, impression = "
             ":impression, findings = :findings, max_score = :score WHERE sequence = :sequence",
      soci::use(review.revision), soci::use(isSigned), soci::use(review.summary.impression),
      soci::use(review.summary.findings), soci::use(maxScore), soci::use(sequence);
  session << "DELETE FROM finding_labels WHERE analysis = :sequence", soci::use(sequence);
  InsertLabels(session, sequence, review.summary);
}

// The columns of the query, one by one, for rows of a model, modality and label.
struct AcceptanceColumns
{
  std::string model, modality, label;
  long long accepted = 0, edited = 0, rejected = 0, added = 0;

  AcceptanceRow ToRow() const
  {
    return {model, modality, label, accepted, edited, rejected, added};
  }
};

}  // namespace

Result<void> SqlAnalysisQueue::BeginReview(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        const auto state = static_cast<AnalysisState>(row->state);
        if (!HasReport(state))
        {
          return NotReviewable(id, state);
        }
        return SetPending(session, row->sequence, 1) ? Result<void>() : UnknownAnalysis(id);
      });
}

Result<void> SqlAnalysisQueue::NoteReview(const std::string& id, const ReviewRecord& review)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        if (row->reviewRevision <= review.revision)
        {
          ReplaceSummary(session, row->sequence, review);
          InsertReviewLabels(session, row->sequence, review.labels);
        }
        return {};
      });
}

Result<void> SqlAnalysisQueue::EndReview(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        SetPending(session, row->sequence, 0);
        return {};
      });
}

Result<std::vector<AnalysisRecord>> SqlAnalysisQueue::UnfinishedReviews()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<AnalysisRecord>>
      {
        std::vector<AnalysisRecord> records;
        for (const auto& row : SelectRecords(session, "WHERE review_pending > 0", {}))
        {
          records.push_back(row.ToRecord());
        }
        return records;
      });
}

Result<std::vector<AcceptanceRow>> SqlAnalysisQueue::Acceptance()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<AcceptanceRow>>
      {
        AcceptanceColumns columns;
        // Words that differ in upper and lower case alone are one label.
        soci::statement statement =
            (session.prepare
                 << "SELECT model, modality, MIN(label), "
                    "SUM(CASE WHEN disposition = 0 THEN 1 ELSE 0 END), "
                    "SUM(CASE WHEN disposition = 1 THEN 1 ELSE 0 END), "
                    "SUM(CASE WHEN disposition = 2 THEN 1 ELSE 0 END), "
                    "SUM(CASE WHEN disposition = 3 THEN 1 ELSE 0 END) FROM review_labels JOIN "
                    "analyses ON analyses.sequence = review_labels.analysis GROUP BY model, "
                    "modality, lower(label) ORDER BY model, modality, COUNT(*) DESC, lower(label) "
                    "LIMIT :most",
             soci::into(columns.model), soci::into(columns.modality), soci::into(columns.label),
             soci::into(columns.accepted), soci::into(columns.edited), soci::into(columns.rejected),
             soci::into(columns.added), soci::use(MostAcceptanceRows));
        std::vector<AcceptanceRow> rows;
        statement.execute();
        while (statement.fetch())
        {
          rows.push_back(columns.ToRow());
        }
        return rows;
      });
}

}  // namespace vlm
