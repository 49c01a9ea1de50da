// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/PagePlan.h"

#include <algorithm>
#include <cmath>

#include "Storage/PageCursor.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

// What has fewer rows is read whole.
constexpr std::size_t Few = 500;
// More places in an index are walked only once this many rows did not fill the page: what so many
// labels or scores match is mostly frequent.
constexpr std::size_t Narrow = 32;
constexpr std::size_t LookedAtFirst = 2000;
constexpr std::size_t LargestBatch = 2000;
constexpr std::size_t SmallestBatch = 50;

// As the index analyses_score_page has it: hundredths, rounded in either direction.
constexpr const char* ScoreStep =
    "(CASE WHEN max_score < 1 THEN CASE WHEN max_score > 0 THEN CAST(max_score * 100 AS INTEGER) "
    "ELSE 0 END ELSE 100 END)";
constexpr int HighestStep = 100;

PageSource SourceOf(const char* index, const std::string& key)
{
  PageSource source;
  source.table = "analyses";
  source.index = index;
  source.key = key;
  return source;
}

PageSource WithText(PageSource source, const std::string& condition, const std::string& text)
{
  source.condition = condition;
  source.text = text;
  return source;
}

PageSource WithStates(PageSource source, const std::vector<AnalysisState>& states)
{
  source.column = "state";
  for (const auto state : states)
  {
    const auto number = static_cast<long long>(state);
    if (std::find(source.values.begin(), source.values.end(), number) == source.values.end())
    {
      source.values.push_back(number);
    }
  }
  return source;
}

PageSource WithEnded(PageSource source, const AnalysisFilter& filter)
{
  static const std::vector<AnalysisState> ended = {AnalysisState::Completed,
                                                   AnalysisState::Abstained, AnalysisState::Failed,
                                                   AnalysisState::Canceled};
  return WithStates(std::move(source), filter.states.empty() ? ended : filter.states);
}

PageSource AllEnded(const AnalysisFilter& filter)
{
  return WithEnded(filter.modality.empty()
                       ? SourceOf("analyses_state_page", "ended_sequence")
                       : WithText(SourceOf("analyses_modality_page", "ended_sequence"),
                                  "modality = ", filter.modality),
                   filter);
}

PageSource AllQueued(const AnalysisFilter& filter)
{
  if (!filter.modality.empty())
  {
    const auto source = WithText(SourceOf("analyses_modality", "sequence"),
                                 "modality <> '' AND modality = ", filter.modality);
    return filter.states.empty()
               ? WithEnded(WithStates(source, {AnalysisState::Queued, AnalysisState::Running}),
                           filter)
               : WithStates(source, filter.states);
  }
  return filter.states.empty() ? SourceOf("", "sequence")
                               : WithStates(SourceOf("analyses_state", "sequence"), filter.states);
}

PageSource ReviewedSource(const AnalysisFilter& filter)
{
  PageSource source = filter.modality.empty()
                          ? SourceOf("analyses_reviewed_page", "ended_sequence")
                          : WithText(SourceOf("analyses_reviewed_modality_page", "ended_sequence"),
                                     "modality = ", filter.modality);
  source.condition =
      "review_revision > 0" + (source.condition.empty() ? "" : " AND " + source.condition);
  return WithEnded(source, filter);
}

PageSource LabelSource(const AnalysisFilter& filter, const std::vector<long long>& words)
{
  PageSource source = SourceOf("finding_labels_page", "ended_sequence");
  source.table = "finding_labels";
  source.column = "word";
  source.values = words;
  source.leastScore = filter.minimumScore;
  return source;
}

PageSource ScoreSource(double minimumScore)
{
  PageSource source = SourceOf("analyses_score_page", "ended_sequence");
  source.column = ScoreStep;
  source.condition = "max_score IS NOT NULL";
  // One less, since the database may round up.
  const double step = std::floor(minimumScore * HighestStep) - 1.0;
  const int lowest = static_cast<int>(std::clamp(step, 0.0, static_cast<double>(HighestStep)));
  for (int value = lowest; value <= HighestStep; ++value)
  {
    source.values.push_back(value);
  }
  return source;
}

// By which a page may be found besides state and modality, the best first where several are long.
std::vector<PageSource> SourcesOf(const AnalysisFilter& filter, const std::vector<long long>& words)
{
  const std::string key = PageKey(filter.order);
  std::vector<PageSource> sources;
  if (!filter.orthancId.empty())
  {
    sources.push_back(
        WithText(SourceOf("analyses_resource", key), "orthanc_id = ", filter.orthancId));
  }
  if (filter.order == AnalysisFilter::Order::Queued)
  {
    return sources;
  }
  if (!filter.patientId.empty())
  {
    sources.push_back(
        WithText(SourceOf("analyses_patient_page", key), "patient_id = ", filter.patientId));
  }
  if (filter.isReviewed.value_or(false))
  {
    sources.push_back(ReviewedSource(filter));
  }
  if (!words.empty())
  {
    sources.push_back(LabelSource(filter, words));
  }
  if (filter.minimumScore)
  {
    sources.push_back(ScoreSource(*filter.minimumScore));
  }
  return sources;
}

class Conditions
{
public:
  // SQLite, which counts nothing, would else take the index of any of these for the best.
  explicit Conditions(soci::session& session) : noIndex_(IsPostgres(session) ? "" : "+") {}

  void Add(const std::string& condition) { text_ += " AND " + noIndex_ + condition; }
  template <typename Value>
  void Add(const std::string& condition, const Value& value)
  {
    Add(condition);
    arguments_.Add(value);
  }
  const std::string& NoIndex() const { return noIndex_; }
  std::pair<std::string, QueryArguments> Take() { return {text_, std::move(arguments_)}; }

private:
  std::string noIndex_;
  std::string text_;
  QueryArguments arguments_;
};

void AddLabel(const AnalysisFilter& filter, const std::vector<long long>& words,
              Conditions& conditions)
{
  std::string condition =
      "sequence IN (SELECT found.analysis FROM finding_labels found WHERE found.analysis = "
      "analyses.sequence AND " +
      conditions.NoIndex() + "found.word IN (" + ListOfNumbers(words) + ")";
  if (filter.minimumScore)
  {
    conditions.Add(condition + " AND found.score >= :labelscore)", *filter.minimumScore);
  }
  else
  {
    conditions.Add(condition + ")");
  }
}

}  // namespace

std::string PageKey(AnalysisFilter::Order order)
{
  return order == AnalysisFilter::Order::Ended ? "ended_sequence" : "sequence";
}

std::pair<std::string, QueryArguments> RowConditions(soci::session& session,
                                                     const AnalysisFilter& filter,
                                                     const std::vector<long long>& words)
{
  Conditions conditions(session);
  if (!filter.states.empty())
  {
    const auto states = WithStates({}, filter.states);
    conditions.Add("state IN (" + ListOfNumbers(states.values) + ")");
  }
  if (!filter.modality.empty())
  {
    conditions.Add("modality = :modality", filter.modality);
  }
  if (!filter.patientId.empty())
  {
    conditions.Add("patient_id = :patient", filter.patientId);
  }
  if (!filter.orthancId.empty())
  {
    conditions.Add("orthanc_id = :resource", filter.orthancId);
  }
  if (filter.isReviewed)
  {
    conditions.Add(*filter.isReviewed ? "review_revision > 0" : "review_revision = 0");
  }
  if (!words.empty())
  {
    AddLabel(filter, words, conditions);
  }
  else if (filter.minimumScore)
  {
    conditions.Add("max_score >= :score", *filter.minimumScore);
  }
  return conditions.Take();
}

PagePlan::PagePlan(soci::session& session, const AnalysisFilter& filter,
                   const std::vector<long long>& words, long long before)
    : all_(filter.order == AnalysisFilter::Order::Ended ? AllEnded(filter) : AllQueued(filter)),
      chosen_(all_),
      rows_(Few),
      before_(before),
      batch_(std::max(PageSize(filter.limit) + 1, SmallestBatch))
{
  const auto sources = SourcesOf(filter, words);
  if (!sources.empty())
  {
    rows_ = Few + 1;  // any of them rather than all, but one that is known to be short
    for (const auto& source : sources)
    {
      Consider(session, source);
    }
    Consider(session, all_);
  }
  if (rows_ >= Few && chosen_.values.size() > Narrow)
  {
    leftOfAll_ = chosen_.values.size() > MostWalked ? std::numeric_limits<std::size_t>::max()
                                                    : LookedAtFirst;
  }
}

void PagePlan::Consider(soci::session& session, const PageSource& source)
{
  const std::size_t rows = CountUpTo(session, source, before_, Few);
  if (rows < rows_)
  {
    rows_ = rows;
    chosen_ = source;
  }
}

std::vector<long long> PagePlan::NextKeys(soci::session& session)
{
  if (isAtEnd_)
  {
    return {};
  }
  if (rows_ < Few)
  {
    isAtEnd_ = true;
    return AllKeys(session, chosen_, before_);
  }
  const bool isOfAll = leftOfAll_ > 0;
  auto found = GreatestKeys(session, isOfAll ? all_ : chosen_, before_, batch_);
  leftOfAll_ -= isOfAll ? std::min(leftOfAll_, found.keys.size()) : 0;
  isAtEnd_ = found.isEnd;
  before_ = found.keys.empty() ? before_ : found.keys.back();
  batch_ = std::min(batch_ * 2, LargestBatch);
  return found.keys;
}

}  // namespace vlm
