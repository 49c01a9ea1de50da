// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: valijson with the published schema.
#include "Model/OfflineReply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <valijson/adapters/jsoncpp_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

Region BrightRegion()
{
  Region region;
  region.box = {0.7, 0.1, 0.2, 0.1};
  region.response = 5.0;
  region.score = 0.625;
  region.contrast = 60.0;
  return region;
}

Json::Value Reply(const std::vector<ExaminedPicture>& pictures)
{
  const auto json = ParseJson(OfflineReplyText(pictures));
  EXPECT_TRUE(json.HasValue());
  return json.Value();
}

bool FitsTheSchema(const Json::Value& reply)
{
  std::ifstream stream(VLM_SOURCE "/Resources/Schemas/model-reply.schema.json");
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto json = ParseJson(text);
  EXPECT_TRUE(json.HasValue());
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::JsonCppAdapter(json.Value()), schema);
  return valijson::Validator().validate(schema, valijson::adapters::JsonCppAdapter(reply), nullptr);
}

TEST(OfflineReply, FitsThePublishedSchema)
{
  EXPECT_TRUE(FitsTheSchema(Reply({{{BrightRegion(), BrightRegion()}, ""}, {{}, ""}})));
  EXPECT_TRUE(FitsTheSchema(Reply({{{}, ""}})));
  EXPECT_TRUE(FitsTheSchema(Reply({{{}, "Too small."}})));
}

TEST(OfflineReply, GivesBoxesInThousandthsRowFirst)
{
  const Json::Value finding = Reply({{{}, ""}, {{BrightRegion()}, ""}})["findings"][0];
  EXPECT_EQ(finding["image"].asInt(), 1);
  EXPECT_NEAR(finding["box_2d"][0].asDouble(), 100.0, 0.1);
  EXPECT_NEAR(finding["box_2d"][1].asDouble(), 700.0, 0.1);
  EXPECT_NEAR(finding["box_2d"][2].asDouble(), 200.0, 0.1);
  EXPECT_NEAR(finding["box_2d"][3].asDouble(), 900.0, 0.1);
  EXPECT_NEAR(finding["score"].asDouble(), 0.625, 1e-9);
}

TEST(OfflineReply, NamesTheRegionAndItsPlaceInThePicture)
{
  Region dark = BrightRegion();
  dark.contrast = -60.0;
  Region asymmetric = BrightRegion();
  asymmetric.asymmetry = 70.0;
  const Json::Value findings = Reply({{{BrightRegion(), dark, asymmetric}, ""}})["findings"];
  EXPECT_EQ(findings[0]["label"], "Bright focal region");
  EXPECT_EQ(findings[1]["label"], "Dark focal region");
  EXPECT_EQ(findings[2]["label"], "Asymmetric region");
  EXPECT_THAT(findings[0]["description"].asString(), HasSubstr("upper right part of the picture"));
  EXPECT_THAT(findings[0]["evidence"].asString(), HasSubstr("Contrast of 60"));
  EXPECT_EQ(findings[0]["laterality"], "");
}

TEST(OfflineReply, LeavesTextsToTheReportAndNeverSaysNormal)
{
  const Json::Value reply = Reply({{{}, ""}});
  EXPECT_TRUE(reply["no_abnormality"].asBool());
  EXPECT_TRUE(reply["image_quality"]["adequate"].asBool());
  EXPECT_EQ(reply["impression"], "");
  EXPECT_EQ(reply["findings_text"], "");
  EXPECT_THAT(reply["technique"].asString(), Not(HasSubstr("normal")));
}

TEST(OfflineReply, SaysWhatItIsInEveryNarrativeText)
{
  for (const auto& picture : {ExaminedPicture{{}, ""}, ExaminedPicture{{BrightRegion()}, ""},
                              ExaminedPicture{{}, "Tiny."}})
  {
    const Json::Value reply = Reply({picture});
    for (const std::string& text :
         {reply["technique"].asString(), reply["limitations"][0].asString()})
    {
      EXPECT_THAT(text, HasSubstr("heuristic baseline"));
      EXPECT_THAT(text, HasSubstr("ot a vision-language model"));
      EXPECT_THAT(text, HasSubstr("not recognise diseases"));
    }
  }
}

TEST(OfflineReply, IsInadequateOnlyIfNoPictureCouldBeExamined)
{
  const Json::Value none = Reply({{{}, "Too small."}});
  EXPECT_FALSE(none["image_quality"]["adequate"].asBool());
  EXPECT_THAT(none["image_quality"]["reason"].asString(), HasSubstr("Too small."));
  EXPECT_FALSE(none["no_abnormality"].asBool());
  const Json::Value some = Reply({{{}, "Too small."}, {{}, ""}});
  EXPECT_TRUE(some["image_quality"]["adequate"].asBool());
  EXPECT_THAT(some["image_quality"]["reason"].asString(), HasSubstr("Picture 1: Too small."));
}

TEST(OfflineReply, NamesThePicturesThatWereNotExaminedAndWhy)
{
  const Json::Value some = Reply({{{}, ""}, {{}, "Only air."}, {{BrightRegion()}, ""}});
  ASSERT_EQ(some["images_not_examined"].size(), 1u);
  EXPECT_EQ(some["images_not_examined"][0]["image"].asInt(), 1);
  EXPECT_EQ(some["images_not_examined"][0]["reason"], "Only air.");
  EXPECT_TRUE(FitsTheSchema(some));
  const Json::Value all = Reply({{{}, ""}});
  EXPECT_EQ(all["images_not_examined"].size(), 0u);
}

TEST(OfflineReply, WritesTheLanguageAskedFor)
{
  const auto json = ParseJson(OfflineReplyText({{{BrightRegion()}, ""}}, "zh-CN"));

  ASSERT_TRUE(json.HasValue());
  EXPECT_TRUE(FitsTheSchema(json.Value()));
  EXPECT_EQ(json.Value()["findings"][0]["label"], "局灶性高亮区");
  EXPECT_THAT(json.Value()["findings"][0]["description"].asString(), HasSubstr("右上部"));
  EXPECT_THAT(json.Value()["limitations"][2].asString(), HasSubstr("概率"));
}

}  // namespace
}  // namespace vlm
