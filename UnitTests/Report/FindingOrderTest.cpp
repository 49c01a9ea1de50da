// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/FindingOrder.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

#include "Report/ToldReport.h"

namespace vlm
{
namespace
{

using Expected = std::pair<const char*, SeverityRank>;

TEST(SeverityRankOf, ReadsEnglishWords)
{
  for (const auto& [word, rank] :
       {Expected{"", SeverityRank::Unstated}, Expected{"n/a", SeverityRank::Unstated},
        Expected{"Benign", SeverityRank::Incidental},
        Expected{"normal variant", SeverityRank::Incidental}, Expected{"MILD", SeverityRank::Mild},
        Expected{"small", SeverityRank::Mild}, Expected{"moderate", SeverityRank::Moderate},
        Expected{"mild to moderate", SeverityRank::Moderate},
        Expected{"Severe", SeverityRank::Severe}, Expected{"markedly large", SeverityRank::Severe},
        Expected{"life-threatening", SeverityRank::Critical},
        Expected{"severe, emergency", SeverityRank::Critical}})
  {
    EXPECT_EQ(SeverityRankOf(word), rank) << word;
  }
}

TEST(SeverityRankOf, ReadsChineseWords)
{
  for (const auto& [word, rank] :
       {Expected{"轻度", SeverityRank::Mild}, Expected{"中度", SeverityRank::Moderate},
        Expected{"重度", SeverityRank::Severe}, Expected{"严重", SeverityRank::Severe},
        Expected{"良性", SeverityRank::Incidental}, Expected{"危急", SeverityRank::Critical},
        Expected{"中度至重度", SeverityRank::Severe}, Expected{"病", SeverityRank::Unstated}})
  {
    EXPECT_EQ(SeverityRankOf(word), rank) << word;
  }
}

TEST(SeverityRankOf, DoesNotCountWhatIsDenied)
{
  EXPECT_EQ(SeverityRankOf("not severe"), SeverityRank::Unstated);
  EXPECT_EQ(SeverityRankOf("mild, not severe"), SeverityRank::Mild);
  EXPECT_EQ(SeverityRankOf("non-severe"), SeverityRank::Unstated);
  EXPECT_EQ(SeverityRankOf("no emergency"), SeverityRank::Unstated);
  EXPECT_EQ(SeverityRankOf("不严重"), SeverityRank::Unstated);
  EXPECT_EQ(SeverityRankOf("非重度"), SeverityRank::Unstated);
}

ModelledFinding With(const std::string& id, const std::string& severity, VerificationStatus status,
                     std::optional<double> score)
{
  ModelledFinding modelled;
  modelled.finding.id = id;
  modelled.finding.statement.severity = severity;
  modelled.finding.statement.modelScore = score;
  modelled.finding.verification.status = status;
  return modelled;
}

std::string Order(const AnalysisReport& report)
{
  std::string order;
  for (const ModelledFinding& modelled : report.findings)
  {
    order += modelled.finding.id + std::to_string(modelled.number) + " ";
  }
  return order;
}

TEST(NumberFindings, PutsTheGravestAndBestVerifiedFirst)
{
  const AnalysisReport report = ToldReport(
      {With("a", "mild", VerificationStatus::Verified, 0.9),
       With("b", "", VerificationStatus::Unverified, 0.9),
       With("c", "", VerificationStatus::Verified, 0.5),
       With("d", "", VerificationStatus::Verified, 0.6),
       With("e", "severe", VerificationStatus::Unverified, std::nullopt),
       With("f", "", VerificationStatus::Adjusted, std::numeric_limits<double>::quiet_NaN()),
       With("g", "", VerificationStatus::Adjusted, std::nullopt)});

  EXPECT_EQ(Order(report), "e1 d2 c3 f4 g5 b6 a7 ");
}

TEST(NumberFindings, GivesTheMembersOfALesionOneNumber)
{
  AnalysisReport report;
  for (const char* id : {"a", "b", "c", "d"})
  {
    report.findings.push_back(With(id, "", VerificationStatus::Verified, std::nullopt));
  }
  report.findings[3].finding.statement.severity = "severe";
  report.findings[1].finding.statement.image = 5;
  report.findings[3].finding.statement.image = 4;
  report.volumes.resize(1);
  report.volumes[0].findingIds = {"b", "d", "not there"};
  NumberFindings(report);

  EXPECT_EQ(Order(report), "d1 b1 a2 c3 ");
  NumberFindings(report);
  EXPECT_EQ(Order(report), "d1 b1 a2 c3 ");
}

}  // namespace
}  // namespace vlm
