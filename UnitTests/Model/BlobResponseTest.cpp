// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BlobResponse.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

BlobSearch SearchIn(const cv::Mat& gray, LesionPolarity polarity)
{
  BlobSearch search;
  search.gray = gray;
  search.tissue = {cv::Mat(gray.size(), CV_8UC1, cv::Scalar(255)),
                   cv::Mat(gray.size(), CV_32FC1, cv::Scalar(1))};
  search.rules.polarity = polarity;
  return search;
}

Blob StrongestOf(const std::vector<Blob>& blobs)
{
  return *std::max_element(blobs.begin(), blobs.end(),
                           [](const Blob& a, const Blob& b) { return a.response < b.response; });
}

cv::Mat GreyField()
{
  return WithNoise(cv::Mat(256, 256, CV_8UC1, cv::Scalar(100)), 4.0);
}

TEST(BlobResponse, IsStrongestOnADiscAndKnowsItsSizeAndContrast)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {90, 150}, 14, 160);
  const auto blobs = BlobsOf(SearchIn(gray, LesionPolarity::Bright), Cancellation());
  ASSERT_FALSE(blobs.empty());
  const Blob blob = StrongestOf(blobs);
  EXPECT_NEAR(blob.centre.x, 90, 4);
  EXPECT_NEAR(blob.centre.y, 150, 4);
  EXPECT_NEAR(blob.radiusX, 14, 6);
  EXPECT_NEAR(blob.contrast, 60, 20);
}

TEST(BlobResponse, FollowsThePolarityAskedFor)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {60, 60}, 14, 180);
  DrawDisc(gray, {190, 190}, 14, 40);
  const Blob dark = StrongestOf(BlobsOf(SearchIn(gray, LesionPolarity::Dark), Cancellation()));
  EXPECT_NEAR(dark.centre.x, 190, 4);
  EXPECT_LT(dark.contrast, 0.0);
  const Blob bright = StrongestOf(BlobsOf(SearchIn(gray, LesionPolarity::Bright), Cancellation()));
  EXPECT_NEAR(bright.centre.x, 60, 4);
}

TEST(BlobResponse, PrefersABlobToALineOfTheSameContrast)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {70, 70}, 12, 150);
  cv::rectangle(gray, cv::Rect(150, 0, 24, 256), cv::Scalar(150), cv::FILLED);
  const Blob blob = StrongestOf(BlobsOf(SearchIn(gray, LesionPolarity::Bright), Cancellation()));
  EXPECT_NEAR(blob.centre.x, 70, 4);
}

TEST(BlobResponse, LooksOnlyAtTissue)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {200, 128}, 14, 200);
  BlobSearch search = SearchIn(gray, LesionPolarity::Bright);
  search.tissue.mask(cv::Rect(128, 0, 128, 256)).setTo(0);
  for (const Blob& blob : BlobsOf(search, Cancellation()))
  {
    EXPECT_LT(blob.centre.x, 128.0);
  }
}

TEST(BlobResponse, AddsTheDifferenceToTheMirroredSide)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {60, 128}, 12, 150);
  DrawDisc(gray, {196, 128}, 12, 150);
  BlobSearch search = SearchIn(gray, LesionPolarity::Bright);
  search.rules.symmetryWeight = 0.5;
  search.mirrorDifference = cv::Mat::zeros(gray.size(), CV_32FC1);
  cv::circle(search.mirrorDifference, {196, 128}, 12, cv::Scalar(50), cv::FILLED);
  const Blob blob = StrongestOf(BlobsOf(search, Cancellation()));
  EXPECT_NEAR(blob.centre.x, 196, 4);
  EXPECT_GT(blob.asymmetry, 20.0);
}

TEST(BlobResponse, IsNotComputedAfterCancellation)
{
  cv::Mat gray = GreyField();
  DrawDisc(gray, {90, 150}, 14, 160);
  Cancellation cancellation;
  cancellation.Request();
  EXPECT_TRUE(BlobsOf(SearchIn(gray, LesionPolarity::Both), cancellation).empty());
}

}  // namespace
}  // namespace vlm
