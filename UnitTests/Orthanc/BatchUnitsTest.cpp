// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be analysed of a resource, at a level or after the ingest rules.
#include "Orthanc/BatchUnits.h"

#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryImageArchive.h"

namespace vlm
{
namespace
{

using Pairs = std::vector<std::pair<ResourceLevel, std::string>>;
constexpr auto Instance = ResourceLevel::Instance;
constexpr auto Series = ResourceLevel::Series;
constexpr auto Study = ResourceLevel::Study;

// Patient p with study t of a CT series c (c1, c2), an ultrasound series u (u1, u2) and a report
// series r (r1).
class BatchUnitsFixture : public ::testing::Test
{
protected:
  BatchUnitsFixture()
  {
    orthanc.Answer("/patients/p", R"({"ID": "p", "Studies": ["t"]})");
    orthanc.Answer("/studies/t", R"({"ID": "t", "Series": ["c", "u", "r"]})");
    AddSeries("c", "CT", {"c1", "c2"}, "1.2.840.10008.5.1.4.1.1.2");
    AddSeries("u", "US", {"u1", "u2"}, "1.2.840.10008.5.1.4.1.1.6.1");
    AddSeries("r", "SR", {"r1"}, "1.2.840.10008.5.1.4.1.1.88.11");
  }
  void AddSeries(const std::string& id, const std::string& modality,
                 const std::vector<std::string>& instances, const std::string& sopClass)
  {
    std::string list;
    for (const auto& instance : instances)
    {
      list += (list.empty() ? "\"" : ", \"") + instance + "\"";
      const std::string path = "/instances/" + instance;
      orthanc.Answer(path, R"({"ID": ")" + instance + R"(", "ParentSeries": ")" + id + "\"}");
      orthanc.Answer(path + "/metadata/SopClassUid", sopClass);
    }
    orthanc.Answer("/series/" + id,
                   R"({"ID": ")" + id + R"(", "ParentStudy": "t", "Instances": [)" + list +
                       R"(], "MainDicomTags": {"Modality": ")" + modality + "\"}}");
  }
  static IngestRule Rule(const std::string& modality, ResourceLevel level)
  {
    IngestRule rule;
    rule.conditions = {{RuleAttribute::Modality, {modality}}};
    rule.level = level;
    rule.model = "of " + modality;
    return rule;
  }
  Pairs UnitsOf(const std::string& id, std::optional<ResourceLevel> level)
  {
    BatchWish wish;
    wish.level = level;
    BatchUnits units(
        {api, images, models, clock, "offline", {Rule("CT", Series), Rule("US", Instance)}});
    const auto found = units.UnitsOf(id, wish);
    Pairs pairs;
    if (!found.HasValue())
    {
      failure = found.Failure();
      return pairs;
    }
    for (const auto& unit : found.Value())
    {
      pairs.emplace_back(unit.level, unit.orthancId);
    }
    return pairs;
  }

  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  MemoryImageArchive images;
  VisionModels models;
  FakeClock clock;
  Error failure;
};

TEST_F(BatchUnitsFixture, AStudyAfterTheRulesIsASeriesAndTheInstancesOfAnother)
{
  const Pairs expected = {{Series, "c"}, {Instance, "u1"}, {Instance, "u2"}};
  EXPECT_EQ(UnitsOf("t", std::nullopt), expected);
  EXPECT_EQ(UnitsOf("p", std::nullopt), expected);
}

TEST_F(BatchUnitsFixture, AnInstanceAfterTheRulesIsItselfOrItsSeries)
{
  EXPECT_EQ(UnitsOf("u2", std::nullopt), (Pairs{{Instance, "u2"}}));
  EXPECT_EQ(UnitsOf("c2", std::nullopt), (Pairs{{Series, "c"}}));
}

TEST_F(BatchUnitsFixture, ALevelLeadsUpOrDownFromWhatWasGiven)
{
  EXPECT_EQ(UnitsOf("t", Study), (Pairs{{Study, "t"}}));
  EXPECT_EQ(UnitsOf("t", Series), (Pairs{{Series, "c"}, {Series, "u"}}));
  EXPECT_EQ(UnitsOf("c", Instance), (Pairs{{Instance, "c1"}, {Instance, "c2"}}));
  EXPECT_EQ(UnitsOf("c1", Series), (Pairs{{Series, "c"}}));
  EXPECT_EQ(UnitsOf("c1", Study), (Pairs{{Study, "t"}}));
  EXPECT_EQ(UnitsOf("p", Study), (Pairs{{Study, "t"}}));
}

TEST_F(BatchUnitsFixture, WhatShowsNoPictureOrMeetsNoRuleIsNothingToAnalyse)
{
  EXPECT_TRUE(UnitsOf("r", std::nullopt).empty());
  EXPECT_EQ(failure.kind, ErrorKind::NoPixels);
  EXPECT_TRUE(UnitsOf("r", Instance).empty());
  EXPECT_EQ(failure.kind, ErrorKind::NoPixels);
}

TEST_F(BatchUnitsFixture, WhatOrthancDoesNotKnowIsNotFoundAndTroubleIsTrouble)
{
  UnitsOf("nobody", Instance);
  EXPECT_EQ(failure.kind, ErrorKind::NotFound);
  orthanc.Fail("GET /studies/t", OrthancPluginErrorCode_Database);
  UnitsOf("t", Instance);
  EXPECT_EQ(failure.kind, ErrorKind::StorageFailed);
}

}  // namespace
}  // namespace vlm
