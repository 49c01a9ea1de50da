// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/Duplicates.h"

#include <gtest/gtest.h>

#include <string>

namespace vlm
{
namespace
{

ModelledFinding At(double column, VerificationStatus status, const std::string& label = "mass")
{
  ModelledFinding modelled;
  modelled.finding.statement.label = label;
  modelled.finding.verification.status = status;
  modelled.extent = Gaussian2D::Isotropic({column, 100.0}, 10.0);
  return modelled;
}

using Status = VerificationStatus;

TEST(RejectDuplicates, KeepsTheStrongerOfTheSameLesion)
{
  std::vector<ModelledFinding> findings = {At(100, Status::Unverified), At(103, Status::Adjusted)};
  RejectDuplicates(findings);
  EXPECT_EQ(findings[0].finding.verification.status, Status::Rejected);
  EXPECT_EQ(findings[1].finding.verification.status, Status::Adjusted);
  EXPECT_EQ(findings[0].finding.verification.checks.back().name, "NotDuplicate");
}

// Oracle: of two equal Gaussians d apart the coefficient is exp(-d^2 / 8 sigma^2): 0.7 at 16.9 px.
TEST(RejectDuplicates, LeavesNeighboursAlone)
{
  for (const auto& [distance, expected] :
       {std::pair(16.0, Status::Rejected), std::pair(18.0, Status::Verified)})
  {
    std::vector<ModelledFinding> findings = {At(100, Status::Verified),
                                             At(100 + distance, Status::Verified)};
    RejectDuplicates(findings);
    EXPECT_EQ(findings[1].finding.verification.status, expected) << distance;
  }
}

TEST(RejectDuplicates, LeavesAnotherObservationAtTheSamePlace)
{
  std::vector<ModelledFinding> findings = {At(100, Status::Verified),
                                           At(100, Status::Unverified, "bleeding")};
  RejectDuplicates(findings);
  EXPECT_EQ(findings[1].finding.verification.status, Status::Unverified);
}

TEST(RejectDuplicates, BelievesAReadingThatStatesBoth)
{
  std::vector<ModelledFinding> findings = {At(100, Status::Verified), At(103, Status::Verified)};
  for (ModelledFinding& finding : findings)
  {
    finding.finding.verification.sightings = {{2, {}, {}, false}};
  }
  RejectDuplicates(findings);
  EXPECT_EQ(findings[1].finding.verification.status, Status::Verified);
}

TEST(RejectDuplicates, AsksNothingOfASingleFinding)
{
  std::vector<ModelledFinding> findings = {At(100, Status::Verified), ModelledFinding()};
  RejectDuplicates(findings);
  EXPECT_TRUE(findings[0].finding.verification.checks.empty());
}

}  // namespace
}  // namespace vlm
