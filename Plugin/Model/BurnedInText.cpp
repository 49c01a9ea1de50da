// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BurnedInText.h"

#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

cv::Mat Square(int side)
{
  return cv::getStructuringElement(cv::MORPH_RECT, {side, side});
}

}  // namespace

cv::Mat BurnedInText(const cv::Mat& gray)
{
  constexpr int strokeWidth = 7;          // wider than a stroke, narrower than a lesion
  constexpr double leastContrast = 90.0;  // grey levels of 255
  constexpr double nearlyWhite = 170.0;   // strokes of one pixel are dimmed when reduced
  cv::Mat thin;
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {strokeWidth, strokeWidth});
  cv::morphologyEx(gray, thin, cv::MORPH_TOPHAT, disc);
  cv::Mat text = (thin > leastContrast) & (gray > nearlyWhite);
  cv::dilate(text, text, Square(5));
  return text;
}

cv::Mat WithoutText(const cv::Mat& gray, const cv::Mat& text)
{
  cv::Mat background;
  cv::morphologyEx(gray, background, cv::MORPH_OPEN, Square(9));
  cv::Mat clean = gray.clone();
  background.copyTo(clean, text);
  return clean;
}

}  // namespace vlm
