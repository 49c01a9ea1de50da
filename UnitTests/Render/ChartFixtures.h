// SPDX-License-Identifier: GPL-3.0-or-later
// Findings with all, or with nothing sensible, that charts show.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "Render/RenderFixtures.h"

namespace vlm
{

inline ModelledFinding ChartedFinding(const BoundingBox& box, int number)
{
  ModelledFinding model = FindingAt(box);
  model.number = number;
  model.weight = 0.01;
  model.location = Gaussian2D::Isotropic({box.CentreColumn(), box.CentreRow()}, 3.0);
  Finding& finding = model.finding;
  finding.rawBox = BoundingBox{box.left + 2.0, box.top - 3.0, box.width, box.height};
  finding.verification.status = static_cast<VerificationStatus>(number % 4);
  finding.verification.looks = 4;
  finding.verification.checks = {{"ReadingsAgree", true, ""}, {"LateralityAgrees", false, ""}};
  for (int i = 0; i < 4; ++i)
  {
    const BoundingBox seen{box.left + 2.0 * i, box.top - i, box.width, box.height + i};
    finding.verification.sightings.push_back({i, seen, {-0.5, -0.5, 300.0, 300.0}, i == 3});
  }
  return model;
}

inline std::vector<ModelledFinding> ChartedFindings(int count)
{
  std::vector<ModelledFinding> findings;
  for (int i = 0; i < count; ++i)
  {
    findings.push_back(ChartedFinding({20.0 + 3.0 * i, 40.0 + 2.0 * i, 30.0, 22.0}, i + 1));
  }
  return findings;
}

// As an edited report may hold them.
inline std::vector<ModelledFinding> HostileFindings()
{
  const std::string longest(20000, 'W');
  std::vector<ModelledFinding> findings;
  for (const double absurd : {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(), -1.0e300, 1.0e9, 0.0})
  {
    ModelledFinding model = ChartedFinding({5.0, 5.0, 30.0, 20.0}, static_cast<int>(2e9));
    model.weight = absurd;
    model.location = Gaussian2D::Isotropic({absurd, 10.0}, absurd);
    Finding& finding = model.finding;
    finding.box->width = absurd;
    finding.rawBox->top = absurd;
    finding.outline = {{absurd, 0.0}, {10.0, absurd}, {20.0, 20.0}};
    finding.statement.label = "\u202E<b>\n\x01" + longest;
    finding.statement.anatomy = longest;
    finding.statement.modelScore = absurd;
    finding.measurements = {absurd, absurd, absurd, absurd, absurd, absurd, absurd, absurd, absurd};
    finding.verification.shiftPx = absurd;
    finding.verification.shiftMm = absurd;
    finding.verification.looks = std::numeric_limits<int>::min();
    finding.verification.checks.assign(3000, {longest, false, longest});
    finding.verification.sightings[0].box.left = absurd;
    finding.verification.sightings.resize(5000, finding.verification.sightings[1]);
    findings.push_back(std::move(model));
  }
  return findings;
}

}  // namespace vlm
