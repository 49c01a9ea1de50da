// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/WorkingPicture.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

TEST(WorkingPicture, IsSmallGreyAndOfTheSameShape)
{
  cv::Mat colour;
  cv::cvtColor(OvalOfTissue(), colour, cv::COLOR_GRAY2BGR);
  cv::resize(colour, colour, {3328, 1664});
  const auto working = WorkingPictureOf(colour);
  ASSERT_TRUE(working.HasValue());
  EXPECT_EQ(working.Value().type(), CV_8UC1);
  EXPECT_EQ(working.Value().size(), cv::Size(256, 128));
}

TEST(WorkingPicture, KeepsAPictureThatIsSmallAlready)
{
  cv::Mat small;
  cv::resize(OvalOfTissue(), small, {100, 64});
  const auto working = WorkingPictureOf(small);
  ASSERT_TRUE(working.HasValue());
  EXPECT_EQ(working.Value().size(), small.size());
}

TEST(WorkingPicture, RefusesWhatCannotBeExamined)
{
  const cv::Mat stripes =
      cv::Mat(cv::Mat::eye(1024, 1024, CV_8UC1) * 255)(cv::Rect(0, 0, 1024, 32));
  for (const cv::Mat& picture :
       {cv::Mat(), cv::Mat(64, 64, CV_16UC1, cv::Scalar(9)), cv::Mat(64, 64, CV_32FC1),
        cv::Mat(1, 1, CV_8UC1, cv::Scalar(200)), cv::Mat(1, 512, CV_8UC1, cv::Scalar(200)),
        cv::Mat(512, 1, CV_8UC3, cv::Scalar(1, 2, 3)), cv::Mat(512, 512, CV_8UC1, cv::Scalar(0)),
        cv::Mat(512, 512, CV_8UC3, cv::Scalar(77, 77, 77)), stripes})
  {
    const auto working = WorkingPictureOf(picture);
    ASSERT_FALSE(working.HasValue()) << picture.size() << " type " << picture.type();
    EXPECT_EQ(working.Failure().kind, ErrorKind::BadInput);
    EXPECT_FALSE(working.Failure().message.empty());
  }
}

}  // namespace
}  // namespace vlm
