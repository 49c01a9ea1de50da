// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TextDetector.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <string>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

// A dark picture with a smooth bright disc, as of a head.
cv::Mat Body(cv::Size size)
{
  cv::Mat picture(size, CV_8UC1, cv::Scalar(8));
  DrawDisc(picture, {size.width / 2, size.height / 2}, size.height / 3, 110);
  cv::GaussianBlur(picture, picture, {9, 9}, 0);
  return picture;
}

void Write(cv::Mat& picture, const std::string& text, cv::Point at, const cv::Scalar& colour)
{
  cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv::LINE_AA);
}

// Share of the pixels that differ between the two pictures which the boxes hold.
double ShareInside(const cv::Mat& before, const cv::Mat& after, const std::vector<cv::Rect>& boxes)
{
  cv::Mat changed;
  cv::absdiff(before, after, changed);
  changed = changed.reshape(1) > 0;
  const int all = cv::countNonZero(changed);
  for (const auto& box : boxes)
  {
    const int channels = before.channels();
    changed(cv::Rect(box.x * channels, box.y, box.width * channels, box.height)) = 0;
  }
  return 1.0 - cv::countNonZero(changed) / static_cast<double>(all);
}

TEST(TextDetector, CoversBrightAndDarkLettersOfAName)
{
  for (const int colour : {0, 255})
  {
    const cv::Mat before = Body({512, 512});
    cv::Mat after = before.clone();
    Write(after, "DOE^JANE 1970-01-31", {170, 260}, cv::Scalar(colour));
    EXPECT_GT(ShareInside(before, after, FindText(after)), 0.98) << colour;
    EXPECT_FALSE(FindText(after, TextSensitivity::Strict).empty()) << colour;
  }
}

TEST(TextDetector, CoversLettersThatTouch)
{
  const cv::Mat before = Body({512, 512});
  cv::Mat after = before.clone();
  cv::putText(after, "SMITH JOHN", {30, 40}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(255), 2);
  EXPECT_GT(ShareInside(before, after, FindText(after)), 0.98);
}

TEST(TextDetector, CoversTurnedLetters)
{
  const cv::Mat before = Body({512, 512});
  cv::Mat after = before.clone();
  Write(after, "ID 1234567", {30, 40}, cv::Scalar(255));
  cv::rotate(after, after, cv::ROTATE_90_CLOCKWISE);
  cv::Mat turned;
  cv::rotate(before, turned, cv::ROTATE_90_CLOCKWISE);
  EXPECT_GT(ShareInside(turned, after, FindText(after)), 0.98);
}

TEST(TextDetector, CoversLargeLetters)
{
  const cv::Mat before = Body({1024, 1024});
  cv::Mat after = before.clone();
  cv::putText(after, "DOE JANE", {60, 200}, cv::FONT_HERSHEY_SIMPLEX, 4.0, cv::Scalar(255), 9);
  EXPECT_GT(ShareInside(before, after, FindText(after)), 0.98);
}

TEST(TextDetector, SeesColouredLettersThatGreyHides)
{
  cv::Mat before(256, 256, CV_8UC3, cv::Scalar(0, 0, 0));
  cv::Mat after = before.clone();
  Write(after, "BLUE 1234", {30, 60}, cv::Scalar(255, 0, 0));
  EXPECT_GT(ShareInside(before, after, FindText(after)), 0.98);
}

TEST(TextDetector, FindsNothingWhereNothingIsWritten)
{
  EXPECT_TRUE(FindText(Body({512, 512})).empty());
  EXPECT_TRUE(FindText(cv::Mat(512, 512, CV_8UC1, cv::Scalar(255))).empty());
}

TEST(TextDetector, StrictIgnoresASideMarker)
{
  cv::Mat picture = Body({512, 512});
  Write(picture, "R CC", {30, 60}, cv::Scalar(255));
  EXPECT_TRUE(FindText(picture, TextSensitivity::Strict).empty());
}

TEST(TextDetector, SurvivesWhatIsNoPicture)
{
  EXPECT_TRUE(FindText(cv::Mat()).empty());
  EXPECT_TRUE(FindText(cv::Mat(1, 1, CV_8UC1, cv::Scalar(9))).empty());
  EXPECT_TRUE(FindText(cv::Mat(1, 70000, CV_8UC1, cv::Scalar(9))).empty());
  EXPECT_TRUE(FindText(cv::Mat(64, 64, CV_16UC1, cv::Scalar(9))).empty());
}

TEST(TextDetector, BoxesOfNoiseStayInThePicture)
{
  cv::Mat noise(300, 400, CV_8UC3);
  cv::RNG random(7);
  random.fill(noise, cv::RNG::UNIFORM, 0, 256);
  const cv::Rect whole(0, 0, 400, 300);
  for (const auto& box : FindText(noise))
  {
    EXPECT_EQ(box & whole, box);
    EXPECT_GT(box.area(), 0);
  }
}

}  // namespace
}  // namespace vlm
