// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/Symmetry.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace vlm
{
namespace
{

constexpr double leastOverlap = 0.88;  // intersection over union of the outline and its mirror

// Reflects about the line through `centre` at `angle` [rad] from the column axis.
cv::Matx23d Reflection(cv::Point2d centre, double angle)
{
  const double c = std::cos(2.0 * angle);
  const double s = std::sin(2.0 * angle);
  return {c, s,  centre.x - c * centre.x - s * centre.y,
          s, -c, centre.y - s * centre.x + c * centre.y};
}

cv::Mat Mirrored(const cv::Mat& picture, const cv::Matx23d& reflection)
{
  cv::Mat mirrored;
  cv::warpAffine(picture, mirrored, reflection, picture.size(), cv::INTER_LINEAR);
  return mirrored;
}

cv::Point2d CentreOf(const cv::Mat& mask)
{
  const cv::Moments moments = cv::moments(mask, true);
  return {moments.m10 / moments.m00, moments.m01 / moments.m00};
}

double Overlap(const cv::Mat& a, const cv::Mat& b)
{
  const int both = cv::countNonZero(a & b);
  const int any = cv::countNonZero(a | b);
  return any > 0 ? static_cast<double>(both) / any : 0.0;
}

double MeanDifference(const cv::Mat& a, const cv::Mat& b, const cv::Mat& mask)
{
  cv::Mat difference;
  cv::absdiff(a, b, difference);
  cv::min(difference, 30, difference);  // a lesion must not outvote the anatomy
  return cv::mean(difference, mask)[0];
}

struct Axis
{
  double angle = 0.0;
  double overlap = 0.0;
  double agreement = -1.0;
};

// Searched on a small copy, all directions: heads lie tilted and pictures are turned.
Axis BestAxis(const cv::Mat& gray, const cv::Mat& body)
{
  cv::Mat smallBody;
  cv::Mat smallGray;
  cv::resize(body, smallBody, {}, 0.25, 0.25, cv::INTER_NEAREST);
  cv::resize(gray, smallGray, {}, 0.25, 0.25, cv::INTER_AREA);
  Axis best;
  if (cv::countNonZero(smallBody) == 0)
  {
    return best;
  }
  const cv::Point2d centre = CentreOf(smallBody);
  for (int degrees = 0; degrees < 180; degrees += 3)
  {
    const double angle = degrees * CV_PI / 180.0;
    const cv::Matx23d reflection = Reflection(centre, angle);
    const double overlap = Overlap(smallBody, Mirrored(smallBody, reflection) > 127);
    const double difference = MeanDifference(smallGray, Mirrored(smallGray, reflection), smallBody);
    const double agreement = overlap - difference / 64.0;
    if (agreement > best.agreement)
    {
      best = {angle, overlap, agreement};
    }
  }
  return best;
}

}  // namespace

cv::Mat MirrorDifference(const cv::Mat& gray, const cv::Mat& body)
{
  constexpr int shortestSide = 16;
  if (std::min(gray.cols, gray.rows) < shortestSide)
  {
    return {};
  }
  const Axis axis = BestAxis(gray, body);
  if (axis.overlap < leastOverlap)
  {
    return {};
  }
  cv::Mat smooth;
  gray.convertTo(smooth, CV_32F);
  cv::GaussianBlur(smooth, smooth, {}, 3.0);
  const cv::Matx23d reflection = Reflection(CentreOf(body), axis.angle);
  // Where the mirror shows no tissue, there is nothing to compare with.
  const cv::Mat comparable = Mirrored(body, reflection) > 127;
  cv::Mat difference = cv::Mat::zeros(gray.size(), CV_32FC1);
  cv::subtract(smooth, Mirrored(smooth, reflection), difference, comparable);
  return difference;
}

}  // namespace vlm
