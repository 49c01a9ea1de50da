// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/StatusRules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "Verification/Duplicates.h"
#include "Verification/PlacedFindings.h"

namespace vlm
{
namespace
{

using Status = VerificationStatus;

std::set<std::string> NamesThatCanBeProduced()
{
  std::set<std::string> names;
  const auto add = [&names](const std::vector<Check>& checks)
  {
    for (const Check& check : checks)
    {
      names.insert(check.name);
    }
  };
  const PlaceToAsk place = EverythingToAsk();
  add(AskAboutBox(std::nullopt, place.frame));
  add(AskAboutBox(place.box, place.frame));
  add(AskAboutPlace(place.Placed()));
  std::vector<ModelledFinding> twice(2);
  for (ModelledFinding& one : twice)
  {
    one.extent = place.location;
  }
  RejectDuplicates(twice);
  add(twice.front().finding.verification.checks);
  return names;
}

TEST(StatusRules, HaveOneRuleForEveryCheck)
{
  std::vector<std::string> ruled;
  for (const StatusRule& rule : StatusRules())
  {
    ruled.emplace_back(rule.check);
  }
  EXPECT_THAT(ruled, testing::UnorderedElementsAreArray(NamesThatCanBeProduced()));
}

// `failed` alone fails; so many readings agree, so many are outliers.
Verification Ledger(const std::string& failed, int agreeing, int outliers = 0)
{
  Verification verification;
  for (const std::string& name : NamesThatCanBeProduced())
  {
    verification.checks.push_back({name, name != failed, ""});
  }
  for (int i = 0; i < agreeing + outliers; ++i)
  {
    verification.sightings.emplace_back();
  }
  for (int i = 0; i < outliers; ++i)
  {
    verification.sightings[static_cast<std::size_t>(i)].isOutlier = true;
  }
  verification.looks = agreeing + outliers;
  return verification;
}

Status StatusWith(const std::string& failed, int agreeing, int outliers = 0)
{
  return StatusOf(Ledger(failed, agreeing, outliers), ChessBoard(300, 400));
}

TEST(StatusOf, VerifiesWhatPassesEverything)
{
  EXPECT_EQ(StatusWith("", 2), Status::Verified);
}

TEST(StatusOf, RejectsABoxThatIsNoneWhateverReadingsSay)
{
  for (const char* name :
       {"Finite", "Ordered", "InsideImage", "NotDegenerate", "NotWholeImage", "NotDuplicate"})
  {
    EXPECT_EQ(StatusWith(name, 2), Status::Rejected) << name;
    EXPECT_EQ(StatusWith(name, 9), Status::Rejected) << name;
  }
}

TEST(StatusOf, DoesNotTrustWhatFailsAndIsNotExcused)
{
  for (const char* name : {"HasLocation", "SizePlausible", "LateralityAgrees", "ReadingsAgree",
                           "ZoomConsistent", "AxisOrder", "NoContradiction"})
  {
    EXPECT_EQ(StatusWith(name, 2), Status::Unverified) << name;
    EXPECT_EQ(StatusWith(name, 9), Status::Unverified) << name;
  }
}

TEST(StatusOf, LetsThreeAgreeingReadingsExcuseThePixels)
{
  for (const char* name : {"InsideTissue", "PixelContrast"})
  {
    EXPECT_EQ(StatusWith(name, 2), Status::Unverified) << name;
    EXPECT_EQ(StatusWith(name, 2, 1), Status::Unverified) << name;
    EXPECT_EQ(StatusWith(name, 3), Status::Verified) << name;
  }
}

TEST(StatusOf, TrustsNoCheckThatItDoesNotKnow)
{
  Verification verification = Ledger("", 9);
  verification.checks.push_back({"Unheard", false, ""});
  EXPECT_EQ(StatusOf(verification, ChessBoard(300, 400)), Status::Unverified);
}

TEST(StatusOf, TrustsNothingThatWasNotAsked)
{
  EXPECT_EQ(StatusOf(Verification(), ChessBoard(300, 400)), Status::Unverified);
}

// 2 % of the diagonal of 300 x 400 are 10 px.
TEST(StatusOf, CallsAShiftedPlaceAdjusted)
{
  Verification verification = Ledger("", 2);
  const Frame frame = ChessBoard(300, 400);
  verification.shiftPx = 10.0;
  EXPECT_EQ(StatusOf(verification, frame), Status::Verified);
  verification.shiftPx = 10.1;
  EXPECT_EQ(StatusOf(verification, frame), Status::Adjusted);
  verification.shiftPx = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(StatusOf(verification, frame), Status::Adjusted);
  verification.checks.push_back({"ReadingsAgree", false, ""});
  EXPECT_EQ(StatusOf(verification, frame), Status::Unverified);
}

TEST(StatusOf, RejectsWhatMostLooksDidNotSee)
{
  const auto withLooks = [](int sightings, int looks)
  {
    Verification verification = Ledger("ReadingsAgree", sightings);
    verification.looks = looks;
    return StatusOf(verification, ChessBoard(300, 400));
  };
  EXPECT_EQ(withLooks(1, 2), Status::Unverified);
  EXPECT_EQ(withLooks(1, 3), Status::Rejected);
  EXPECT_EQ(withLooks(2, 5), Status::Unverified);
  EXPECT_EQ(withLooks(2, 6), Status::Rejected);
  EXPECT_EQ(withLooks(0, 3), Status::Unverified);  // no place was stated that could be refuted
}

}  // namespace
}  // namespace vlm
