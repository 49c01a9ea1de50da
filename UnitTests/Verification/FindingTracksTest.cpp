// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/FindingTracks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "Verification/Looks.h"

namespace vlm
{
namespace
{

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<FindingTrack> Follow(const std::vector<Look>& looks)
{
  return FollowFindings(looks, EmptyFrame(), {80.0 / 724.0, ReadingNoise::Basis::Told});
}

TEST(FollowFindings, JoinsWhatReadingsSayOfOnePlace)
{
  const auto tracks = Follow({FullLook(0, {Stated(Around(100, 100, 40), "tumour")}),
                              FullLook(1, {Stated(Around(140, 120, 50), "Mass")})});
  ASSERT_THAT(tracks, SizeIs(1));
  EXPECT_THAT(tracks[0].sightings, SizeIs(2));
  EXPECT_EQ(tracks[0].statement.label, "tumour");
  EXPECT_EQ(tracks[0].looks, 2);
  EXPECT_NEAR(MomentsOf(tracks[0].location).Mean().x(), 120.0, 1.0);
  EXPECT_NEAR(tracks[0].sizePx.width, std::sqrt(40.0 * 50.0), 1e-9);
}

TEST(FollowFindings, KeepsTwoPlacesApartAndGivesEachItsNearestStatement)
{
  const auto tracks =
      Follow({FullLook(0, {Stated(Around(100, 100, 40)), Stated(Around(400, 400, 40))}),
              FullLook(1, {Stated(Around(380, 410, 40)), Stated(Around(120, 90, 40))})});
  ASSERT_THAT(tracks, SizeIs(2));
  EXPECT_NEAR(tracks[0].sightings[1].box.CentreColumn(), 120.0, 1e-9);
  EXPECT_NEAR(tracks[1].sightings[1].box.CentreColumn(), 380.0, 1e-9);
}

TEST(FollowFindings, AZoomCountsForMoreThanTheFullView)
{
  const auto tracks = Follow({FullLook(0, {Stated(Around(200, 200, 40))}),
                              ZoomLook(1, Around(200, 200, 128), {Stated(Around(220, 200, 40))})});
  ASSERT_THAT(tracks, SizeIs(1));
  // A quarter of the side: a sixteenth of the variance, so 16 / 17 of the way, if neither errs
  // grossly; the small chance that one does keeps a tenth of it back.
  EXPECT_NEAR(MomentsOf(tracks[0].location).Mean().x(), 200.0 + 20.0 * 16.0 / 17.0, 2.5);
  EXPECT_EQ(tracks[0].zoomLooks, 1);
  EXPECT_EQ(tracks[0].zoomSightings, 1);
}

TEST(FollowFindings, CountsLooksThatShowedThePlaceAndSawNothing)
{
  const auto tracks =
      Follow({FullLook(0, {Stated(Around(256, 256, 40))}), FullLook(1, {}),
              ZoomLook(2, Around(256, 256, 300), {}), ZoomLook(3, Around(60, 60, 100), {})});
  ASSERT_THAT(tracks, SizeIs(1));
  EXPECT_THAT(tracks[0].sightings, SizeIs(1));
  EXPECT_EQ(tracks[0].looks, 3) << "the last zoom looked elsewhere";
}

TEST(FollowFindings, TakesADuplicateOfTheSameLookOnceButNotAnotherObservationThere)
{
  const auto tracks = Follow(
      {FullLook(0, {Stated(Around(100, 100, 40), "mass"), Stated(Around(102, 100, 40), "Mass"),
                    Stated(Around(102, 100, 40), "bleeding")})});
  ASSERT_THAT(tracks, SizeIs(2));
  EXPECT_EQ(tracks[1].statement.label, "bleeding");
}

TEST(FollowFindings, LeavesOutWhatIsNoPlace)
{
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CandidateFinding nowhere;
  EXPECT_THAT(Follow({FullLook(0, {nowhere, Stated({nan, 0, 1, 1}), Stated({600, 600, 5, 5}),
                                   Stated(WholeImage({512, 512})), Stated({5, 5, -3, 4})})}),
              IsEmpty());
  EXPECT_THAT(Follow({ZoomLook(0, Around(100, 100, 80), {Stated(Around(100, 100, 80))})}),
              IsEmpty())
      << "a box of all that was shown says nothing";
  EXPECT_THAT(Follow({}), IsEmpty());
}

TEST(FollowFindings, CutsWhatReachesOverTheBorder)
{
  const auto tracks =
      Follow({FullLook(0, {Stated({256, 100, 1744, 300}), Stated({480, 50, 80, 20})})});
  ASSERT_THAT(tracks, SizeIs(2));
  EXPECT_NEAR(MomentsOf(tracks[0].location).Mean().x(), (256 + 511.5) / 2, 1e-6);
  EXPECT_NEAR(MomentsOf(tracks[1].location).Mean().x(), (480 + 511.5) / 2, 1e-6);
}

TEST(FollowFindings, FlagsAReadingWithItsAxesSwapped)
{
  const auto tracks = Follow({FullLook(0, {Stated(Around(100, 400, 40))}),
                              FullLook(1, {Stated(Around(110, 390, 40))}),
                              FullLook(2, {Stated(Around(405, 95, 40))})});
  ASSERT_THAT(tracks, SizeIs(2));
  EXPECT_FALSE(tracks[0].areAxesSwapped);
  EXPECT_TRUE(tracks[1].areAxesSwapped);
}

TEST(FollowFindings, IsLessSureAlongAnAxisThatTheFieldCuts)
{
  const BoundingBox field = Around(200, 200, 100);
  BoundingBox cut = Around(200, 200, 60);
  cut.left = field.left;  // begins where the field does
  const auto tracks = Follow({ZoomLook(0, field, {Stated(cut)})});
  ASSERT_THAT(tracks, SizeIs(1));
  const Eigen::Matrix2d covariance = MomentsOf(tracks[0].location).Covariance();
  EXPECT_GT(covariance(0, 0), covariance(1, 1) + 100.0);
}

TEST(FollowFindings, FollowsHundredsOfFindings)
{
  constexpr int perRow = 20;
  std::vector<CandidateFinding> many;
  many.reserve(400);
  for (int row = 0; row < perRow; ++row)
  {
    for (int column = 0; column < perRow; ++column)
    {
      many.push_back(Stated(Around(10 + 24 * column, 10 + 24 * row, 8)));
    }
  }
  const auto tracks = FollowFindings({FullLook(0, many), FullLook(1, many)}, EmptyFrame(),
                                     {2.0 / 724.0, ReadingNoise::Basis::Told});
  EXPECT_THAT(tracks, SizeIs(400));
}

}  // namespace
}  // namespace vlm
