// SPDX-License-Identifier: GPL-3.0-or-later
// Series of nothing but localizers or pages are not ordered as a whole; their images one by one
// are.
#include <gtest/gtest.h>

#include "Orthanc/ArrivalsFixture.h"
#include "Orthanc/KeyImages.h"

namespace vlm
{
namespace
{

class LocalizerArrivals : public ::testing::Test, protected ArrivalsFixture
{
protected:
  LocalizerArrivals() { AddSeries(series, "CT", {instance, other}); }

  void SetType(const std::string& id, const std::string& imageType)
  {
    orthanc.Answer("/instances/" + id + "/content/0008-0008", imageType);
  }
  static std::string Of(const Arrivals::Outcome& outcome)
  {
    EXPECT_TRUE(outcome.HasValue());
    return outcome.HasValue() && outcome.Value() ? outcome.Value()->orthancId : "nothing";
  }
};

TEST_F(LocalizerArrivals, OrderNothingForASeriesOfLocalizersAlone)
{
  SetType(instance, "ORIGINAL\\PRIMARY\\LOCALIZER ");
  SetType(other, "ORIGINAL\\PRIMARY\\LOCALIZER");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  EXPECT_EQ(Of(arrivals.OfStableSeries(series)), "nothing");
}

TEST_F(LocalizerArrivals, OrderASeriesThatHasMore)
{
  SetType(instance, "ORIGINAL\\PRIMARY\\LOCALIZER");
  SetType(other, "ORIGINAL\\PRIMARY\\AXIAL");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  EXPECT_EQ(Of(arrivals.OfInstance(other)), series);
  EXPECT_EQ(Of(arrivals.OfStableSeries(series)), series);
}

TEST_F(LocalizerArrivals, OrderAStudyOnlyForItsOtherSeries)
{
  const std::string slices = OrthancId('7');
  SetType(instance, "ORIGINAL\\PRIMARY\\LOCALIZER");
  SetType(other, "ORIGINAL\\PRIMARY\\LOCALIZER");
  const auto tell = [this](const std::string& list) {
    orthanc.Answer("/studies/" + study, R"({"ID": ")" + study + R"(", "Series": [)" + list + "]}");
  };
  tell("\"" + series + "\"");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Study)});
  EXPECT_EQ(Of(arrivals.OfStableStudy(study)), "nothing");
  AddSeries(slices, "CT", {OrthancId('8')});
  tell("\"" + series + "\", \"" + slices + "\"");
  EXPECT_EQ(Of(arrivals.OfStableStudy(study)), study);
}

TEST_F(LocalizerArrivals, OrderEachImageWhereARuleWantsThat)
{
  SetType(instance, "ORIGINAL\\PRIMARY\\LOCALIZER");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Instance)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), instance);
}

TEST_F(LocalizerArrivals, ReadOneHeaderOfASeriesOfSlices)
{
  SetType(instance, "ORIGINAL\\PRIMARY\\AXIAL");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), series);
  EXPECT_EQ(Of(arrivals.OfInstance(other)), series);
  EXPECT_EQ(orthanc.CountCalls("GET /instances/" + other + "/content/0008-0008"), 0);
}

TEST_F(LocalizerArrivals, KnowPagesByTheirTypeOrClass)
{
  const auto isKey = [this](const std::string& modality)
  { return IsKeyImage(api, instance, modality).Value(); };
  EXPECT_TRUE(isKey("CT")) << "without an ImageType";
  SetType(instance, "DERIVED\\SECONDARY\\SCREEN SAVE");
  EXPECT_FALSE(isKey("CT"));
  SetType(instance, "DERIVED\\SECONDARY\\OTHER");
  EXPECT_TRUE(isKey("CT"));
  orthanc.Answer("/instances/" + instance + "/metadata/SopClassUid", "1.2.840.10008.5.1.4.1.1.7");
  EXPECT_FALSE(isKey("CT"));
  EXPECT_TRUE(isKey("OT")) << "photographs and scans are nothing but captures";
}

}  // namespace
}  // namespace vlm
