// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/AnomalyMixture.h"

#include <algorithm>

namespace vlm
{
namespace
{

constexpr double ScoreOfASilentModel = 0.5;

double ScoreOf(const Finding& finding)
{
  const double score = finding.statement.modelScore.value_or(ScoreOfASilentModel);
  return score >= 0.0 && score <= 1.0 ? score : ScoreOfASilentModel;
}

// What a verification is worth.
//
//   Verified    1     readings or pixels confirm the place
//   Adjusted    0.9   confirmed, after it was moved
//   Unverified  0.5   nothing confirms it, nothing speaks against it
//   Rejected    0     it cannot be there
double WorthOf(VerificationStatus status)
{
  switch (status)
  {
    case VerificationStatus::Verified:
      return 1.0;
    case VerificationStatus::Adjusted:
      return 0.9;
    case VerificationStatus::Unverified:
      return 0.5;
    case VerificationStatus::Rejected:
      break;
  }
  return 0.0;
}

}  // namespace

double StrengthOf(const Finding& finding)
{
  return ScoreOf(finding) * WorthOf(finding.verification.status);
}

double ShareWeights(std::vector<ModelledFinding>& findings)
{
  double sum = 0.0;
  double background = 1.0;
  for (ModelledFinding& finding : findings)
  {
    finding.weight = finding.extent ? StrengthOf(finding.finding) : 0.0;
    sum += finding.weight;
    background *= 1.0 - finding.weight;
  }
  for (ModelledFinding& finding : findings)
  {
    finding.weight *= sum > 0.0 ? (1.0 - background) / sum : 0.0;
  }
  return background;
}

double BackgroundWeight(const std::vector<ModelledFinding>& findings, int image)
{
  double background = 1.0;
  for (const ModelledFinding& finding : findings)
  {
    background -= finding.finding.statement.image == image ? finding.weight : 0.0;
  }
  return std::clamp(background, 0.0, 1.0);
}

}  // namespace vlm
