// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingOrder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "Findings/ProseScope.h"
#include "Report/ChineseWords.h"

namespace vlm
{
namespace
{

struct SeverityWord
{
  std::string_view word;
  SeverityRank rank;
};

// Whole words, in lower case; Chinese ones come as these
// (Resources/Terminology/chinese-words.json).
constexpr std::array<SeverityWord, 41> SeverityWords = {
    {{"incidental", SeverityRank::Incidental},
     {"benign", SeverityRank::Incidental},
     {"normal", SeverityRank::Incidental},
     {"variant", SeverityRank::Incidental},
     {"insignificant", SeverityRank::Incidental},
     {"mild", SeverityRank::Mild},
     {"mildly", SeverityRank::Mild},
     {"minimal", SeverityRank::Mild},
     {"minor", SeverityRank::Mild},
     {"slight", SeverityRank::Mild},
     {"trace", SeverityRank::Mild},
     {"subtle", SeverityRank::Mild},
     {"small", SeverityRank::Mild},
     {"tiny", SeverityRank::Mild},
     {"low", SeverityRank::Mild},
     {"early", SeverityRank::Mild},
     {"moderate", SeverityRank::Moderate},
     {"moderately", SeverityRank::Moderate},
     {"medium", SeverityRank::Moderate},
     {"intermediate", SeverityRank::Moderate},
     {"severe", SeverityRank::Severe},
     {"severely", SeverityRank::Severe},
     {"marked", SeverityRank::Severe},
     {"markedly", SeverityRank::Severe},
     {"extensive", SeverityRank::Severe},
     {"massive", SeverityRank::Severe},
     {"advanced", SeverityRank::Severe},
     {"large", SeverityRank::Severe},
     {"high", SeverityRank::Severe},
     {"serious", SeverityRank::Severe},
     {"major", SeverityRank::Severe},
     {"malignant", SeverityRank::Severe},
     {"critical", SeverityRank::Critical},
     {"emergency", SeverityRank::Critical},
     {"emergent", SeverityRank::Critical},
     {"urgent", SeverityRank::Critical},
     {"threatening", SeverityRank::Critical},
     {"lethal", SeverityRank::Critical},
     {"fatal", SeverityRank::Critical},
     {"immediate", SeverityRank::Critical},
     {"catastrophic", SeverityRank::Critical}}};

std::optional<SeverityRank> RankOfWord(std::string_view word)
{
  const auto* known = std::find_if(SeverityWords.begin(), SeverityWords.end(),
                                   [word](const SeverityWord& one) { return one.word == word; });
  return known == SeverityWords.end() ? std::nullopt : std::optional(known->rank);
}

// A finding's lesion: its place in the list of volumes, or past it a place of its own.
std::vector<std::size_t> LesionPlacesOf(const AnalysisReport& report)
{
  std::unordered_map<std::string, std::size_t> volumeOf;
  for (std::size_t i = 0; i < report.volumes.size(); ++i)
  {
    for (const std::string& id : report.volumes[i].findingIds)
    {
      volumeOf.emplace(id, i);
    }
  }
  std::vector<std::size_t> lesions;
  for (std::size_t i = 0; i < report.findings.size(); ++i)
  {
    const auto volume = volumeOf.find(report.findings[i].finding.id);
    lesions.push_back(volume == volumeOf.end() ? report.volumes.size() + i : volume->second);
  }
  return lesions;
}

int TrustOf(VerificationStatus status)
{
  switch (status)
  {
    case VerificationStatus::Verified:
      return 3;
    case VerificationStatus::Adjusted:
      return 2;
    case VerificationStatus::Unverified:
      return 1;
    case VerificationStatus::Rejected:
      break;
  }
  return 0;
}

// What is greater is told first; the place of the first member decides between equals.
struct Precedence
{
  SeverityRank severity = SeverityRank::Incidental;
  int trust = 0;
  double score = -1.0;
  std::size_t first = std::numeric_limits<std::size_t>::max();

  void Take(const ModelledFinding& modelled, std::size_t place)
  {
    const CandidateFinding& statement = modelled.finding.statement;
    severity = std::max(severity, SeverityRankOf(statement.severity));
    trust = std::max(trust, TrustOf(modelled.finding.verification.status));
    // One that is no number would leave the order undefined.
    const double stated = statement.modelScore.value_or(-1.0);
    score = stated > score ? stated : score;
    first = std::min(first, place);
  }
  bool IsBefore(const Precedence& other) const
  {
    return std::tie(other.severity, other.trust, other.score, first) <
           std::tie(severity, trust, score, other.first);
  }
};

}  // namespace

SeverityRank SeverityRankOf(std::string_view severity)
{
  constexpr std::size_t mostCharacters = 400;  // more is a text, not a severity
  const std::vector<std::string> tokens = PlainWordsOf(severity.substr(0, mostCharacters));
  const std::vector<Term> terms = TermsOf(tokens);
  const std::vector<Polarity> polarities = PolaritiesOf(terms);
  std::optional<SeverityRank> gravest;
  std::size_t at = 0;
  for (std::size_t i = 0; i < terms.size(); ++i)
  {
    for (std::size_t end = at + terms[i].words; at < end; ++at)
    {
      const auto rank = RankOfWord(tokens[at]);
      const bool isDenied =
          polarities[i] != Polarity::Stated || (at > 0 && tokens[at - 1] == "non");
      if (rank && !isDenied && (!gravest || *rank > *gravest))
      {
        gravest = rank;
      }
    }
  }
  return gravest.value_or(SeverityRank::Unstated);
}

void NumberFindings(AnalysisReport& report)
{
  const std::vector<std::size_t> lesions = LesionPlacesOf(report);
  std::map<std::size_t, Precedence> precedences;
  for (std::size_t i = 0; i < lesions.size(); ++i)
  {
    precedences[lesions[i]].Take(report.findings[i], i);
  }
  std::vector<std::size_t> order(lesions.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto isBefore = [&](std::size_t one, std::size_t other)
  {
    if (lesions[one] != lesions[other])
    {
      return precedences.at(lesions[one]).IsBefore(precedences.at(lesions[other]));
    }
    return report.findings[one].finding.statement.image <
           report.findings[other].finding.statement.image;
  };
  std::stable_sort(order.begin(), order.end(), isBefore);
  std::vector<ModelledFinding> sorted;
  int number = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
  {
    number += i == 0 || lesions[order[i]] != lesions[order[i - 1]] ? 1 : 0;
    sorted.push_back(std::move(report.findings[order[i]]));
    sorted.back().number = number;
  }
  report.findings = std::move(sorted);
}

}  // namespace vlm
