// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/WorkingPicture.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

namespace vlm
{
namespace
{

constexpr int longSide = 256;
constexpr int shortestSide = 24;      // the smallest blob and its surroundings need this much
constexpr double leastDeviation = 2;  // grey levels of 255: below, there is only noise

cv::Mat Reduced(const cv::Mat& picture)
{
  const double factor = static_cast<double>(longSide) / std::max(picture.cols, picture.rows);
  if (factor >= 1.0)
  {
    return picture;
  }
  const cv::Size size(std::max(1, static_cast<int>(std::lround(picture.cols * factor))),
                      std::max(1, static_cast<int>(std::lround(picture.rows * factor))));
  cv::Mat reduced;
  cv::resize(picture, reduced, size, 0, 0, cv::INTER_AREA);
  return reduced;
}

std::string SizeText(const cv::Mat& picture)
{
  return std::to_string(picture.cols) + " x " + std::to_string(picture.rows) + " pixels";
}

}  // namespace

Result<cv::Mat> WorkingPictureOf(const cv::Mat& picture)
{
  if (picture.empty() || (picture.type() != CV_8UC1 && picture.type() != CV_8UC3))
  {
    return Error{ErrorKind::BadInput, "The picture is empty or not of 8 bits."};
  }
  if (std::min(picture.cols, picture.rows) < shortestSide)
  {
    return Error{ErrorKind::BadInput,
                 "The picture has " + SizeText(picture) + "; at least 24 x 24 are needed."};
  }
  cv::Mat gray = Reduced(picture);
  if (gray.channels() == 3)
  {
    cv::cvtColor(gray, gray, cv::COLOR_BGR2GRAY);
  }
  if (std::min(gray.cols, gray.rows) < shortestSide)
  {
    return Error{ErrorKind::BadInput, "The picture of " + SizeText(picture) + " is too narrow."};
  }
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(gray, mean, deviation);
  if (deviation[0] < leastDeviation)
  {
    return Error{ErrorKind::BadInput, "The picture has no contrast: it is nearly of one grey."};
  }
  return gray;
}

cv::Mat Smoothed(const cv::Mat& gray, double deviation)
{
  cv::Mat smooth;
  gray.convertTo(smooth, CV_32F);
  cv::GaussianBlur(smooth, smooth, {}, deviation);
  return smooth;
}

}  // namespace vlm
