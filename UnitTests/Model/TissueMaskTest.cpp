// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TissueMask.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

cv::Mat Small(const cv::Mat& picture)
{
  cv::Mat small;
  cv::resize(picture, small, {256, 256}, 0, 0, cv::INTER_AREA);
  return small;
}

TEST(TissueMask, HoldsTheBrainOnCtButNeitherSkullNorAir)
{
  const cv::Mat gray = Small(HeadOnCt());
  const Tissue tissue = TissueOf(gray, PictureKind::Ct);
  EXPECT_EQ(tissue.mask.at<uchar>(128, 128), 255);
  EXPECT_EQ(tissue.mask.at<uchar>(60, 128), 255);
  EXPECT_EQ(cv::countNonZero(tissue.mask & (gray > 200)), 0);
  EXPECT_EQ(cv::countNonZero(tissue.mask & (gray < 20)), 0);
}

TEST(TissueMask, HoldsTheLungsOnChestCt)
{
  cv::Mat chest = OvalOfTissue();
  cv::ellipse(chest, {180, 256}, {60, 130}, 0, 0, 360, cv::Scalar(0), cv::FILLED);
  cv::ellipse(chest, {332, 256}, {60, 130}, 0, 0, 360, cv::Scalar(0), cv::FILLED);
  DrawDisc(chest, {180, 256}, 12, 90);  // a nodule
  const Tissue tissue = TissueOf(Small(chest), PictureKind::Ct);
  EXPECT_EQ(tissue.mask.at<uchar>(128, 90), 255);
  EXPECT_EQ(tissue.mask.at<uchar>(110, 166), 255);
  EXPECT_EQ(tissue.mask.at<uchar>(30, 128), 0);
}

TEST(TissueMask, LeavesOutTheRimOfHeadAndBreast)
{
  for (const PictureKind kind : {PictureKind::Mr, PictureKind::Mammography})
  {
    const Tissue tissue = TissueOf(Small(OvalOfTissue()), kind);
    EXPECT_EQ(tissue.mask.at<uchar>(128, 128), 255);
    EXPECT_EQ(tissue.mask.at<uchar>(128, 46), 0);  // the outline is at column 43
    EXPECT_EQ(tissue.mask.at<uchar>(5, 5), 0);
  }
}

TEST(TissueMask, LeavesOutTheBordersOfARadiograph)
{
  const Tissue tissue = TissueOf(Small(FullOfTissue()), PictureKind::Radiograph);
  EXPECT_EQ(tissue.mask.at<uchar>(128, 128), 255);
  EXPECT_EQ(tissue.mask.at<uchar>(10, 128), 0);
  EXPECT_EQ(tissue.mask.at<uchar>(128, 250), 0);
}

TEST(TissueMask, IsEmptyWithoutTissue)
{
  const cv::Mat black = cv::Mat::zeros(64, 64, CV_8UC1);
  for (const PictureKind kind :
       {PictureKind::Ct, PictureKind::Mr, PictureKind::Ultrasound, PictureKind::Mammography})
  {
    const Tissue tissue = TissueOf(black, kind);
    EXPECT_EQ(cv::countNonZero(tissue.mask), 0);
    EXPECT_EQ(tissue.weight.size(), black.size());
  }
}

}  // namespace
}  // namespace vlm
