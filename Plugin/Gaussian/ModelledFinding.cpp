// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/ModelledFinding.h"

#include "Gaussian/AnomalyMixture.h"

namespace vlm
{
namespace
{

std::vector<CredibleEllipse> EllipsesOf(const std::optional<Gaussian2D>& gaussian,
                                        const std::optional<PixelSpacing>& spacing)
{
  std::vector<CredibleEllipse> ellipses;
  for (const double mass : {0.5, 0.9, 0.95})
  {
    if (gaussian)
    {
      const Result<CredibleEllipse> ellipse = CredibleEllipseOf(*gaussian, mass, spacing);
      ellipses.push_back(ellipse.Value());  // these masses are in (0, 1)
    }
  }
  return ellipses;
}

void Complete(ModelledFinding& modelled, const std::optional<PixelSpacing>& spacing)
{
  const Finding& finding = modelled.finding;
  if (!finding.box || finding.verification.status == VerificationStatus::Rejected)
  {
    modelled.extent.reset();
    modelled.location.reset();
  }
  else if (!modelled.extent)
  {
    modelled.extent = ExtentOf(*finding.box);
  }
  modelled.ellipses = EllipsesOf(modelled.extent, spacing);
  modelled.locationEllipses = EllipsesOf(modelled.location, spacing);
}

}  // namespace

std::vector<ModelledFinding> ModelFindings(std::vector<ModelledFinding> findings,
                                           const std::optional<PixelSpacing>& spacing)
{
  for (ModelledFinding& finding : findings)
  {
    Complete(finding, spacing);
  }
  ShareWeights(findings);
  return findings;
}

}  // namespace vlm
