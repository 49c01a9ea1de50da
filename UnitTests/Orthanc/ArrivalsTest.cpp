// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Arrivals.h"

#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Orthanc/ArrivalsFixture.h"
#include "Results/OwnEquipment.h"

namespace vlm
{
namespace
{

class ArrivalsTest : public ::testing::Test, protected ArrivalsFixture
{
protected:
  static std::string Of(const Arrivals::Outcome& outcome)
  {
    if (!outcome.HasValue())
    {
      return "error " + outcome.Failure().message;
    }
    return outcome.Value() ? outcome.Value()->orthancId : "nothing";
  }
};

TEST_F(ArrivalsTest, OrderAnInstanceAfterTheRules)
{
  AddSeries(series, "CR", {instance});
  Arrivals arrivals = ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)});
  const auto outcome = arrivals.OfInstance(instance);
  ASSERT_TRUE(outcome.HasValue() && outcome.Value());
  const auto& order = *outcome.Value();
  EXPECT_EQ(order.level, ResourceLevel::Instance);
  EXPECT_EQ(order.orthancId, instance);
  EXPECT_EQ(order.orthancSeriesId, series);
  EXPECT_EQ(order.orthancStudyId, study);
  EXPECT_EQ(order.model, "offline");
  EXPECT_EQ(order.maxImages, 3);
  EXPECT_EQ(order.language, "en");
  EXPECT_EQ(Of(arrivals.OfStableSeries(series)), "nothing") << "another level";
}

TEST_F(ArrivalsTest, OrderASeriesWithItsContent)
{
  AddSeries(series, "CT", {instance, other});
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  const auto outcome = arrivals.OfStableSeries(series);
  ASSERT_TRUE(outcome.HasValue() && outcome.Value());
  EXPECT_EQ(outcome.Value()->orthancId, series);
  EXPECT_EQ(outcome.Value()->orthancSeriesId, series);
  EXPECT_EQ(outcome.Value()->orthancStudyId, study);
  EXPECT_EQ(outcome.Value()->contentVersion, "2/20261124T060000");
  EXPECT_EQ(outcome.Value()->notBefore, std::nullopt);
}

// Orthanc does not tell of a stable series if it ends before.
TEST_F(ArrivalsTest, OrderTheWholeSeriesOrStudyOfAnInstanceForLater)
{
  AddSeries(series, "CT", {instance});
  Arrivals bySeries = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  const auto whole = bySeries.OfInstance(instance);
  ASSERT_TRUE(whole.HasValue() && whole.Value());
  EXPECT_EQ(whole.Value()->level, ResourceLevel::Series);
  EXPECT_EQ(whole.Value()->orthancId, series);
  EXPECT_EQ(whole.Value()->orthancSeriesId, series);
  EXPECT_EQ(whole.Value()->orthancStudyId, study);
  EXPECT_EQ(whole.Value()->notBefore, clock.Now() + patience);
  Arrivals byStudy = ArrivalsAfter({RuleFor("CT", ResourceLevel::Study)});
  const auto all = byStudy.OfInstance(instance);
  ASSERT_TRUE(all.HasValue() && all.Value());
  EXPECT_EQ(all.Value()->level, ResourceLevel::Study);
  EXPECT_EQ(all.Value()->orthancId, study);
  EXPECT_EQ(all.Value()->orthancSeriesId, "");
  EXPECT_EQ(all.Value()->notBefore, clock.Now() + patience);
}

TEST_F(ArrivalsTest, OrderAStudyOneOfWhoseSeriesMatches)
{
  AddSeries(series, "SR", {instance});
  AddSeries(OrthancId('7'), "CT", {other});
  orthanc.Answer("/studies/" + study, R"({"ID": ")" + study +
                                          R"(", "LastUpdate": "u", "Series": [")" + series +
                                          R"(", ")" + OrthancId('7') + R"("]})");
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Study)});
  const auto outcome = arrivals.OfStableStudy(study);
  ASSERT_TRUE(outcome.HasValue() && outcome.Value());
  EXPECT_EQ(outcome.Value()->orthancId, study);
  EXPECT_EQ(outcome.Value()->orthancSeriesId, "");
  EXPECT_EQ(outcome.Value()->contentVersion, "1/1/20261124T060000") << "the SR does not count";
}

TEST_F(ArrivalsTest, OrderNothingThatNoRuleWants)
{
  AddSeries(series, "MR", {instance});
  Arrivals arrivals = ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
}

TEST_F(ArrivalsTest, OrderNothingThatIsGoneMeanwhile)
{
  Arrivals arrivals = ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  EXPECT_EQ(Of(arrivals.OfStableSeries(series)), "nothing");
  EXPECT_EQ(Of(arrivals.OfStableStudy(study)), "nothing");
  AddSeries(series, "CR", {instance});
  orthanc.Forget("/series/" + series);
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
}

TEST_F(ArrivalsTest, OrderNeitherOwnResultsNorWhatShowsNoPicture)
{
  IngestRule all = RuleFor("CT", ResourceLevel::Instance);
  all.conditions.clear();
  Arrivals arrivals = ArrivalsAfter({all});
  AddSeries(series, "OT", {instance}, OwnManufacturer);
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  AddSeries(OrthancId('7'), "CT", {other});
  orthanc.Answer("/instances/" + other + "/metadata/SopClassUid", "1.2.840.10008.5.1.4.1.1.66.4");
  EXPECT_EQ(Of(arrivals.OfInstance(other)), "nothing");
}

TEST_F(ArrivalsTest, AskForMetadataWhereARuleNeedsThem)
{
  AddSeries(series, "CR", {instance});
  IngestRule rule = RuleFor("CR", ResourceLevel::Instance);
  rule.conditions.push_back({RuleAttribute::CalledAet, {"VLM"}});
  Arrivals arrivals = ArrivalsAfter({rule});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  orthanc.Answer("/instances/" + instance + "/metadata/CalledAET", "vlm");
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), instance);
  EXPECT_EQ(orthanc.CountCalls("GET /instances/" + instance + "/metadata/RemoteAET"), 0);
  EXPECT_EQ(orthanc.CountCalls("GET /series/" + series), 1) << "remembered";
}

TEST_F(ArrivalsTest, TellThatOrthancCannotBeAskedNow)
{
  AddSeries(series, "CR", {instance});
  Arrivals arrivals = ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)});
  for (const auto& path : {"/instances/" + instance, "/series/" + series,
                           "/instances/" + instance + "/metadata/SopClassUid"})
  {
    orthanc.Fail("GET " + path, OrthancPluginErrorCode_DatabaseNotInitialized);
    const auto outcome = arrivals.OfInstance(instance);
    ASSERT_FALSE(outcome.HasValue()) << path;
    EXPECT_EQ(outcome.Failure().kind, ErrorKind::NotReady);
    orthanc.Mend();
  }
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), instance) << "the trouble is over";
}

TEST_F(ArrivalsTest, SeeTagsThatCameWithALaterInstance)
{
  Arrivals arrivals = ArrivalsAfter({RuleFor("CT", ResourceLevel::Series)});
  AddSeries(series, "", {instance});
  EXPECT_EQ(Of(arrivals.OfInstance(instance)), "nothing");
  AddSeries(series, "CT", {instance, other});
  EXPECT_EQ(Of(arrivals.OfStableSeries(series)), series);
}

TEST_F(ArrivalsTest, DoNotTakeAReportForANewImageOfAStudy)
{
  AddSeries(series, "CT", {instance});
  const auto version = [&](const char* text)
  {
    Json::Value description;
    description["Series"].append(series);
    if (*text != 0)
    {
      description["Series"].append(text);
    }
    return ContentVersionOfStudy(api, description).Value();
  };
  const std::string before = version("");
  AddSeries("report", "SR", {"one"});
  EXPECT_EQ(version("report"), before);
  AddSeries("images", "MR", {"one"});
  EXPECT_NE(version("images"), before);
}

TEST(ContentVersionOf, ChangesWithTheNumberOfInstancesAndTheLastUpdate)
{
  const auto version = [](const char* text) { return ContentVersionOf(ParseJson(text).Value()); };
  const auto first = version(R"({"Instances": ["a"], "LastUpdate": "1"})");
  EXPECT_EQ(first, version(R"({"Instances": ["a"], "LastUpdate": "1", "IsStable": true})"));
  EXPECT_NE(first, version(R"({"Instances": ["a", "b"], "LastUpdate": "1"})"));
  EXPECT_NE(first, version(R"({"Instances": ["a"], "LastUpdate": "2"})"));
  EXPECT_EQ(version("{}"), version("{}"));
}

}  // namespace
}  // namespace vlm
