// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/ModelledFinding.h"

#include <utility>

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

ModelledFinding Model(Finding finding, const std::optional<PixelSpacing>& spacing)
{
  ModelledFinding modelled{std::move(finding), std::nullopt, 0.0, {}};
  if (!modelled.finding.box || modelled.finding.verification.status == VerificationStatus::Rejected)
  {
    return modelled;
  }
  modelled.extent = ExtentOf(*modelled.finding.box);
  for (const double mass : {0.5, 0.9, 0.95})
  {
    const Result<CredibleEllipse> ellipse = CredibleEllipseOf(*modelled.extent, mass, spacing);
    modelled.ellipses.push_back(ellipse.Value());  // these masses are in (0, 1)
  }
  return modelled;
}

void ShareWeights(std::vector<ModelledFinding>& findings)
{
  double sum = 0.0;
  double located = 0.0;
  for (const ModelledFinding& finding : findings)
  {
    sum += finding.extent ? ScoreOf(finding.finding) : 0.0;
    located += finding.extent ? 1.0 : 0.0;
  }
  for (ModelledFinding& finding : findings)
  {
    if (finding.extent)
    {
      // Scores of nothing but 0 do not rank the findings.
      finding.weight = sum > 0.0 ? ScoreOf(finding.finding) / sum : 1.0 / located;
    }
  }
}

}  // namespace

std::vector<ModelledFinding> ModelFindings(std::vector<Finding> findings,
                                           const std::optional<PixelSpacing>& spacing)
{
  std::vector<ModelledFinding> modelled;
  modelled.reserve(findings.size());
  for (Finding& finding : findings)
  {
    modelled.push_back(Model(std::move(finding), spacing));
  }
  ShareWeights(modelled);
  return modelled;
}

}  // namespace vlm
