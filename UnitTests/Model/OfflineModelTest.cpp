// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/OfflineModel.h"

#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

ModelRequest RequestFor(const std::vector<cv::Mat>& pictures, const std::string& modality)
{
  ModelRequest request;
  for (const cv::Mat& picture : pictures)
  {
    request.images.push_back(
        {picture, OfModality(modality), ImageCoordinates(picture.size(), picture.size())});
  }
  return request;
}

Json::Value ReadOf(const std::vector<cv::Mat>& pictures, const std::string& modality)
{
  const auto reply = OfflineModel("offline").Read(RequestFor(pictures, modality), Cancellation());
  EXPECT_TRUE(reply.HasValue());
  const auto json = ParseJson(reply.Value().text);
  EXPECT_TRUE(json.HasValue());
  return json.Value();
}

TEST(OfflineModel, SaysWhoItIsAndThatNothingWasSent)
{
  OfflineModel model("my-model");
  EXPECT_EQ(model.Identity().name, "my-model");
  EXPECT_EQ(model.Identity().type, "Offline");
  EXPECT_EQ(model.Identity().requested, "orthanc-vlm-heuristic");
  EXPECT_EQ(model.Identity().promptVersion, "heuristic-2");
  const auto reply = model.Read(RequestFor({OvalOfTissue()}, "MR"), Cancellation());
  ASSERT_TRUE(reply.HasValue());
  EXPECT_EQ(reply.Value().servedModel, "orthanc-vlm-heuristic-2");
  EXPECT_EQ(reply.Value().requests, 0);
  EXPECT_EQ(reply.Value().bytesSent, 0);
  EXPECT_EQ(reply.Value().inputTokens + reply.Value().outputTokens, 0);
}

TEST(OfflineModel, PointsAtTheDiscOfTheRightPicture)
{
  cv::Mat withDisc = OvalOfTissue();
  DrawDisc(withDisc, {320, 200}, 24, 190);
  const Json::Value reply = ReadOf({WithNoise(OvalOfTissue(), 6), WithNoise(withDisc, 6)}, "MR");
  ASSERT_EQ(reply["findings"].size(), 1u);
  const Json::Value& finding = reply["findings"][0];
  EXPECT_EQ(finding["image"].asInt(), 1);
  const Json::Value& box = finding["box_2d"];
  EXPECT_NEAR((box[0].asDouble() + box[2].asDouble()) / 2, 1000.0 * 200.5 / 512, 10.0);
  EXPECT_NEAR((box[1].asDouble() + box[3].asDouble()) / 2, 1000.0 * 320.5 / 512, 10.0);
  EXPECT_GE(finding["score"].asDouble(), 0.5);
  EXPECT_FALSE(reply["no_abnormality"].asBool());
}

TEST(OfflineModel, SaysWhyAPictureCannotBeExamined)
{
  for (const cv::Mat& picture :
       {cv::Mat(1, 1, CV_8UC1, cv::Scalar(7)), cv::Mat(1, 512, CV_8UC1, cv::Scalar(7)),
        cv::Mat(512, 512, CV_8UC1, cv::Scalar(0)), cv::Mat(64, 64, CV_8UC3, cv::Scalar(9, 9, 9))})
  {
    const Json::Value reply = ReadOf({picture}, "CT");
    EXPECT_TRUE(reply["findings"].empty());
    EXPECT_FALSE(reply["image_quality"]["adequate"].asBool());
    EXPECT_FALSE(reply["image_quality"]["reason"].asString().empty());
  }
}

TEST(OfflineModel, NamesTheBlankPictureAmongOthers)
{
  const cv::Mat blank(512, 512, CV_8UC1, cv::Scalar(0));
  const Json::Value reply = ReadOf({WithNoise(OvalOfTissue(), 6), blank}, "MR");
  ASSERT_EQ(reply["images_not_examined"].size(), 1u);
  EXPECT_EQ(reply["images_not_examined"][0]["image"].asInt(), 1);
  EXPECT_FALSE(reply["images_not_examined"][0]["reason"].asString().empty());
}

TEST(OfflineModel, RefusesARequestWithoutPictures)
{
  const auto reply = OfflineModel("offline").Read({}, Cancellation());
  ASSERT_FALSE(reply.HasValue());
  EXPECT_EQ(reply.Failure().kind, ErrorKind::BadInput);
}

TEST(OfflineModel, EndsWhenCancelled)
{
  Cancellation cancellation;
  cancellation.Request();
  for (const cv::Mat& picture : {OvalOfTissue(), cv::Mat(1, 1, CV_8UC1, cv::Scalar(7))})
  {
    const auto reply = OfflineModel("offline").Read(RequestFor({picture}, "MR"), cancellation);
    ASSERT_FALSE(reply.HasValue());
    EXPECT_EQ(reply.Failure().kind, ErrorKind::Canceled);
  }
}

TEST(OfflineModel, FindsAShapeOfTheSelfTestAndSaysThatItIsNoVlm)
{
  const auto outcome = OfflineModel("offline").Test(Cancellation());
  ASSERT_TRUE(outcome.HasValue());
  EXPECT_TRUE(outcome.Value().passed) << outcome.Value().detail;
  EXPECT_EQ(outcome.Value().format, BoxFormat{});
  EXPECT_LT(outcome.Value().meanErrorPx, 40.0);
  EXPECT_EQ(outcome.Value().servedModel, "orthanc-vlm-heuristic-2");
  EXPECT_NE(outcome.Value().detail.find("embedded detector"), std::string::npos);
}

TEST(OfflineModel, EndsItsSelfTestWhenCancelled)
{
  Cancellation cancellation;
  cancellation.Request();
  const auto outcome = OfflineModel("offline").Test(cancellation);
  ASSERT_FALSE(outcome.HasValue());
  EXPECT_EQ(outcome.Failure().kind, ErrorKind::Canceled);
}

}  // namespace
}  // namespace vlm
