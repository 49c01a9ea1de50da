// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationChecks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "Findings/Frames.h"
#include "Verification/PlacedFindings.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinity = std::numeric_limits<double>::infinity();

std::vector<std::string> NamesOf(const std::vector<Check>& checks)
{
  std::vector<std::string> names;
  for (const Check& check : checks)
  {
    names.push_back(check.name);
  }
  return names;
}

void ExpectStoppedBy(const BoundingBox& box, const std::string& name)
{
  const auto checks = AskAboutBox(box, ChessBoard(200, 100));
  EXPECT_FALSE(AllPassed(checks));
  EXPECT_EQ(checks.back().name, name);
  EXPECT_FALSE(checks.back().passed);
  EXPECT_EQ(checks.back().detail.back(), '.');
}

TEST(AskAboutBox, AsksEverythingOfAGoodBox)
{
  const auto checks = AskAboutBox(BoundingBox{59.5, 39.5, 30.0, 30.0}, ChessBoard(200, 100));
  EXPECT_TRUE(AllPassed(checks));
  EXPECT_THAT(NamesOf(checks),
              ElementsAre("Finite", "Ordered", "InsideImage", "NotDegenerate", "NotWholeImage"));
}

TEST(AskAboutBox, SaysThatAModelDidNotSayWhere)
{
  const auto checks = AskAboutBox(std::nullopt, ChessBoard(200, 100));
  EXPECT_THAT(NamesOf(checks), ElementsAre("HasLocation"));
  EXPECT_FALSE(AllPassed(checks));
}

TEST(AskAboutBox, StopsAtTheFirstFailure)
{
  ExpectStoppedBy({NotANumber, 1.0, 2.0, 2.0}, "Finite");
  ExpectStoppedBy({1.0, Infinity, 2.0, 2.0}, "Finite");
  ExpectStoppedBy({1.0, 1.0, 2.0, 1e300}, "Finite");
  ExpectStoppedBy({50.0, 50.0, -20.0, 20.0}, "Ordered");
  ExpectStoppedBy({50.0, 50.0, 20.0, -20.0}, "Ordered");
  ExpectStoppedBy({-30.0, 10.0, 20.0, 20.0}, "InsideImage");
  ExpectStoppedBy({10.0, 100.0, 20.0, 20.0}, "InsideImage");
  ExpectStoppedBy({50.0, 50.0, 0.0, 20.0}, "NotDegenerate");
  ExpectStoppedBy({50.0, 50.0, 20.0, 0.5}, "NotDegenerate");
  ExpectStoppedBy({199.0, 50.0, 20.0, 20.0}, "NotDegenerate");  // half a pixel is inside
  ExpectStoppedBy({-0.5, -0.5, 200.0, 100.0}, "NotWholeImage");
  ExpectStoppedBy({-5e3, -5e3, 1e4, 1e4}, "NotWholeImage");
}

TEST(AskAboutBox, RefusesEveryBoxOfAFrameWithoutPixels)
{
  EXPECT_EQ(AskAboutBox(BoundingBox{0.0, 0.0, 5.0, 5.0}, Frame()).back().name, "InsideImage");
}

TEST(AskAboutBox, SaysWhatWasCutOff)
{
  const auto checks = AskAboutBox(BoundingBox{-10.5, 19.5, 30.0, 100.0}, ChessBoard(200, 100));
  EXPECT_TRUE(AllPassed(checks));
  EXPECT_THAT(checks.at(2).detail, HasSubstr("cut off"));
  const auto inside = AskAboutBox(BoundingBox{0.1, 0.2, 30.3, 40.7}, ChessBoard(200, 100));
  EXPECT_THAT(inside.at(2).detail, testing::Not(HasSubstr("cut off")));
}

TEST(ClipToImage, PutsEdgesInOrderWithinTheImage)
{
  const BoundingBox clipped = ClipToImage({30.0, 90.0, -40.0, 40.0}, ChessBoard(200, 100));
  EXPECT_EQ(clipped.left, -0.5);
  EXPECT_EQ(clipped.Right(), 30.0);
  EXPECT_EQ(clipped.top, 90.0);
  EXPECT_EQ(clipped.Bottom(), 99.5);
}

TEST(AskAboutPlace, AsksOnlyWhatCanBeAsked)
{
  const PlaceToAsk bare;
  EXPECT_THAT(NamesOf(AskAboutPlace(bare.Placed())),
              ElementsAre("PixelContrast", "SizePlausible", "ReadingsAgree", "NoContradiction"));
}

TEST(AskAboutPlace, AsksEverythingInOrder)
{
  const PlaceToAsk all = EverythingToAsk();
  const auto checks = AskAboutPlace(all.Placed());
  EXPECT_THAT(NamesOf(checks),
              ElementsAre("InsideTissue", "PixelContrast", "LateralityAgrees", "SizePlausible",
                          "ReadingsAgree", "ZoomConsistent", "AxisOrder", "NoContradiction"));
  for (const Check& check : checks)
  {
    EXPECT_TRUE(check.passed) << check.name;
    EXPECT_EQ(check.detail.back(), '.') << check.name;
  }
}

TEST(AskAboutPlace, FailsEachCheckForItsOwnReason)
{
  const auto failing = [](const auto& spoil)
  {
    PlaceToAsk place = EverythingToAsk();
    spoil(place);
    std::vector<std::string> names;
    for (const Check& check : AskAboutPlace(place.Placed()))
    {
      if (!check.passed)
      {
        names.push_back(check.name);
      }
    }
    return names;
  };
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.pixels->isInTissue = false; }),
              ElementsAre("InsideTissue"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.pixels->isDistinct = false; }),
              ElementsAre("PixelContrast"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.statement.laterality = Laterality::Left; }),
              ElementsAre("LateralityAgrees"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.box.height = 0.5; }),
              ElementsAre("SizePlausible"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.sightings[1].isOutlier = true; }),
              ElementsAre("ReadingsAgree"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.zoomSightings = 0; }),
              ElementsAre("ZoomConsistent"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.areAxesSwapped = true; }),
              ElementsAre("AxisOrder"));
  EXPECT_THAT(failing([](PlaceToAsk& place) { place.contradiction = "It is denied elsewhere."; }),
              ElementsAre("NoContradiction"));
}

const Check& Named(const std::vector<Check>& checks, const std::string& name)
{
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [&name](const Check& check) { return check.name == name; });
  EXPECT_NE(found, checks.end()) << name;
  return *found;
}

bool DoReadingsAgree(int agreeing, int outliers, int looks)
{
  PlaceToAsk place;
  place.looks = looks;
  place.sightings.assign(static_cast<std::size_t>(agreeing + outliers), Sighting());
  for (int i = 0; i < outliers; ++i)
  {
    place.sightings[static_cast<std::size_t>(i)].isOutlier = true;
  }
  return Named(AskAboutPlace(place.Placed()), "ReadingsAgree").passed;
}

TEST(AskAboutPlace, WantsTwoReadingsAndMoreThanTwoThirdsOfTheLooks)
{
  EXPECT_FALSE(DoReadingsAgree(1, 0, 1));
  EXPECT_TRUE(DoReadingsAgree(2, 0, 2));
  EXPECT_FALSE(DoReadingsAgree(1, 1, 2));
  EXPECT_FALSE(DoReadingsAgree(2, 0, 3));  // two thirds are not more than that
  EXPECT_TRUE(DoReadingsAgree(3, 0, 4));
  EXPECT_FALSE(DoReadingsAgree(2, 1, 4));
  EXPECT_TRUE(DoReadingsAgree(5, 2, 7));
}

TEST(AskAboutPlace, SaysHowAFirstReadingBecomesVerified)
{
  const PlaceToAsk place;
  const auto checks = AskAboutPlace(place.Placed());
  EXPECT_THAT(Named(checks, "ReadingsAgree").detail, HasSubstr("once a second one agrees"));
}

bool IsSizePlausible(const BoundingBox& box, std::optional<PixelSpacing> spacing)
{
  PlaceToAsk place;
  place.box = box;
  place.frame.spacing = spacing;
  return Named(AskAboutPlace(place.Placed()), "SizePlausible").passed;
}

// The image is 200 x 100.
TEST(AskAboutPlace, KnowsWhichSizesAreNone)
{
  EXPECT_TRUE(IsSizePlausible({0.0, 0.0, 180.0, 90.0}, std::nullopt));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 181.0, 50.0}, std::nullopt));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 50.0, 91.0}, std::nullopt));
  EXPECT_TRUE(IsSizePlausible({0.0, 0.0, 1.0, 10.0}, std::nullopt));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 1.0, 10.1}, std::nullopt));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 0.9, 5.0}, std::nullopt));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, NotANumber, 5.0}, std::nullopt));
}

TEST(AskAboutPlace, KnowsWhichMillimetresAreNone)
{
  const PixelSpacing fine{0.05, 0.1, PixelSpacing::Source::PixelSpacing};
  EXPECT_TRUE(IsSizePlausible({0.0, 0.0, 10.0, 20.0}, fine));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 10.0, 19.0}, fine));
  const PixelSpacing coarse{10.0, 4.0, PixelSpacing::Source::PixelSpacing};
  EXPECT_TRUE(IsSizePlausible({0.0, 0.0, 100.0, 40.0}, coarse));
  EXPECT_FALSE(IsSizePlausible({0.0, 0.0, 101.0, 40.0}, coarse));
}

// Without pixel evidence, inside and around are compared: a square raised by 50 over noise of 5.
TEST(AskAboutPlace, ComparesInsideWithAroundWhenPixelsWereNotAsked)
{
  PlaceToAsk place;
  place.frame = ChessBoard(200, 100);
  Raise(place.frame, {60, 40, 30, 30}, 50.0);
  place.box = {59.5, 39.5, 30.0, 30.0};
  EXPECT_TRUE(Named(AskAboutPlace(place.Placed()), "PixelContrast").passed);
  place.box = {119.5, 39.5, 30.0, 30.0};
  EXPECT_FALSE(Named(AskAboutPlace(place.Placed()), "PixelContrast").passed);
  place.frame.modalityValues = NotANumber;
  EXPECT_THAT(Named(AskAboutPlace(place.Placed()), "PixelContrast").detail, HasSubstr("no pixels"));
}

TEST(AskAboutPlace, ComparesInsideWithAroundInColourToo)
{
  PlaceToAsk place;
  place.frame = Frame();
  place.frame.display = cv::Mat(100, 200, CV_8UC3, cv::Scalar(10, 10, 10));
  place.frame.display(cv::Rect(60, 40, 30, 30)) = cv::Scalar(0, 0, 250);
  place.box = {59.5, 39.5, 30.0, 30.0};
  EXPECT_TRUE(Named(AskAboutPlace(place.Placed()), "PixelContrast").passed);
  place.box = {119.5, 9.5, 30.0, 30.0};
  EXPECT_FALSE(Named(AskAboutPlace(place.Placed()), "PixelContrast").passed);
}

TEST(AskAboutPlace, SurvivesAnyBox)
{
  for (const double number : {NotANumber, Infinity, -Infinity, 0.0, -1e300, 1e300, 1e9})
  {
    PlaceToAsk place = EverythingToAsk();
    place.pixels.reset();
    for (const int channels : {1, 3})
    {
      place.frame.display = cv::Mat(100, 200, CV_8UC(channels), cv::Scalar::all(9));
      place.frame.modalityValues = cv::Mat();
      place.box = {number, 10.0, 20.0, number};
      EXPECT_FALSE(Named(AskAboutPlace(place.Placed()), "PixelContrast").passed);
      EXPECT_FALSE(Named(AskAboutPlace(place.Placed()), "SizePlausible").passed);
    }
  }
}

}  // namespace
}  // namespace vlm
