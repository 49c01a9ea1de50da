// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TissueMask.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "Model/BurnedInText.h"
#include "Model/RibCage.h"

namespace vlm
{
namespace
{

cv::Mat Disc(double radius)
{
  const int side = 2 * std::max(1, static_cast<int>(std::lround(radius))) + 1;
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
}

// The largest connected part of `mask`, its holes filled.
cv::Mat LargestFilled(const cv::Mat& mask)
{
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  cv::Mat filled = cv::Mat::zeros(mask.size(), CV_8UC1);
  const auto largest = std::max_element(outlines.begin(), outlines.end(),
                                        [](const auto& a, const auto& b)
                                        { return cv::contourArea(a) < cv::contourArea(b); });
  if (largest != outlines.end())
  {
    const int index = static_cast<int>(largest - outlines.begin());
    cv::drawContours(filled, outlines, index, cv::Scalar(255), cv::FILLED);
  }
  return filled;
}

double EquivalentRadius(const cv::Mat& mask)
{
  return std::sqrt(cv::countNonZero(mask) / CV_PI);
}

cv::Mat Eroded(const cv::Mat& mask, double radius)
{
  cv::Mat eroded;
  cv::erode(mask, eroded, Disc(radius), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  return eroded;
}

// Body against air: above a low share of the grey that Otsu's method separates. `most` bounds that
// threshold where bright bone would draw it above soft tissue.
cv::Mat BodyOf(const cv::Mat& gray, double most = 255.0)
{
  cv::Mat smooth;
  cv::GaussianBlur(gray, smooth, {}, 1.5);
  cv::Mat body;
  const double otsu = cv::threshold(smooth, body, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  body = smooth > std::clamp(0.4 * otsu, 8.0, most);
  cv::morphologyEx(body, body, cv::MORPH_OPEN, Disc(2));
  return LargestFilled(body);
}

// 0 at the rim, 1 from `depth` inwards.
cv::Mat DepthWeight(const cv::Mat& body, double depth)
{
  const cv::Mat weight = DistanceToRim(body) / std::max(1.0, depth);
  return cv::min(weight, 1.0);
}

cv::Mat Ones(const cv::Mat& gray)
{
  return cv::Mat(gray.size(), CV_32FC1, cv::Scalar(1));
}

Tissue HeadMr(const cv::Mat& gray)
{
  const cv::Mat body = BodyOf(gray);
  const double radius = EquivalentRadius(body);
  return {Eroded(body, 0.15 * radius), DepthWeight(body, 0.45 * radius)};
}

// Soft tissue that bone surrounds; without bone, all of the body. What is as bright as bone stays
// only if it lies deep inside, as fresh blood may; near the skull it is more often bone.
cv::Mat InsideOfSkull(const cv::Mat& gray, const cv::Mat& body)
{
  constexpr double depthOfBone = 0.2;  // of the radius
  cv::Mat bone = gray > 225;
  cv::morphologyEx(bone, bone, cv::MORPH_CLOSE, Disc(3));
  cv::Mat inside = body.clone();
  inside.setTo(0, bone);
  inside = LargestFilled(Eroded(inside, 2));
  bone.setTo(0, Eroded(inside, depthOfBone * EquivalentRadius(inside)));
  inside.setTo(0, bone);
  return inside;
}

// Air inside the body with what it encloses, such as masses and vessels; empty if there is little.
cv::Mat LungsOf(const cv::Mat& gray, const cv::Mat& body)
{
  constexpr double leastShare = 0.15;  // of the body: sinuses and bowel gas have less
  cv::Mat air;
  cv::GaussianBlur(gray, air, {}, 1.5);
  air = (air < 10) & body;
  const double radius = EquivalentRadius(body);
  cv::morphologyEx(air, air, cv::MORPH_OPEN, Disc(0.04 * radius));
  if (cv::countNonZero(air) < leastShare * cv::countNonZero(body))
  {
    return {};
  }
  cv::morphologyEx(air, air, cv::MORPH_CLOSE, Disc(0.15 * radius));
  return air & body;
}

Tissue Ct(const cv::Mat& gray)
{
  const LungField field = LungFieldOf(gray);
  if (!field.mask.empty())
  {
    return {field.mask, field.weight, true};
  }
  constexpr double softTissue = 12.0;  // darkest grey of soft tissue in the usual windows
  const cv::Mat body = BodyOf(gray, softTissue);
  const double radius = EquivalentRadius(body);
  const cv::Mat lungs = LungsOf(gray, body);
  if (!lungs.empty())
  {
    return {lungs, Ones(gray)};
  }
  const cv::Mat skull = InsideOfSkull(gray, body);
  return {Eroded(skull, 0.05 * radius), DepthWeight(skull, 0.3 * radius)};
}

// Near-field and the far, shadowed depth are less trusted; the rest is the insonated field.
Tissue Ultrasound(const cv::Mat& gray)
{
  cv::Mat field;
  cv::blur(gray, field, {9, 9});
  field = field > 6;
  cv::morphologyEx(field, field, cv::MORPH_CLOSE, Disc(12));
  field = LargestFilled(field);
  const double radius = EquivalentRadius(field);
  cv::Mat weight = DepthWeight(field, 0.25 * radius);
  const cv::Rect box = cv::boundingRect(field);
  for (int row = 0; row < weight.rows; ++row)
  {
    const double depth = (row - box.y) / std::max(1.0, static_cast<double>(box.height));
    const double offset = (depth - 0.4) / 0.3;
    weight.row(row) *= std::exp(-0.5 * offset * offset);
  }
  return {Eroded(field, 0.04 * radius), weight};
}

Tissue Mammogram(const cv::Mat& gray)
{
  const cv::Mat breast = BodyOf(gray);
  const double radius = EquivalentRadius(breast);
  return {Eroded(breast, 0.06 * radius), DepthWeight(breast, 0.3 * radius)};
}

// Without the borders, where marker letters, collimator edges and limbs are.
Tissue Bordered(const cv::Mat& gray, double border)
{
  cv::Mat mask = cv::Mat::zeros(gray.size(), CV_8UC1);
  const int x = static_cast<int>(gray.cols * border);
  const int y = static_cast<int>(gray.rows * border);
  mask(cv::Rect(x, y, gray.cols - 2 * x, gray.rows - 2 * y)).setTo(255);
  return {mask, Ones(gray)};
}

// What lies in air without its rim, or else the picture without its borders.
Tissue AnyBody(const cv::Mat& gray)
{
  constexpr double mostShare = 0.9;  // of the picture: more is a field of tissue, not a body in air
  const cv::Mat body = BodyOf(gray);
  if (cv::countNonZero(body) > mostShare * static_cast<double>(gray.total()))
  {
    return Bordered(gray, 0.05);
  }
  const double radius = EquivalentRadius(body);
  return {Eroded(body, 0.12 * radius), DepthWeight(body, 0.35 * radius)};
}

Tissue ByKind(const cv::Mat& gray, PictureKind kind)
{
  switch (kind)
  {
    case PictureKind::Ct:
    case PictureKind::LungCt:
      return Ct(gray);
    case PictureKind::Mr:
      return HeadMr(gray);
    case PictureKind::Ultrasound:
      return Ultrasound(gray);
    case PictureKind::Mammography:
      return Mammogram(gray);
    case PictureKind::Radiograph:
      return Bordered(gray, 0.12);
    case PictureKind::Generic:
      break;
  }
  return AnyBody(gray);
}

}  // namespace

cv::Mat DistanceToRim(const cv::Mat& mask)
{
  cv::Mat padded;
  cv::copyMakeBorder(mask, padded, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::Mat distance;
  cv::distanceTransform(padded, distance, cv::DIST_L2, 3);
  return distance(cv::Rect(1, 1, mask.cols, mask.rows)).clone();
}

Tissue TissueOf(const cv::Mat& gray, PictureKind kind)
{
  Tissue tissue = ByKind(gray, kind);
  const bool isBrightAnatomy =
      kind == PictureKind::Ct || kind == PictureKind::LungCt || kind == PictureKind::Mr;
  if (!isBrightAnatomy)
  {
    tissue.mask.setTo(0, BurnedInText(gray));
  }
  return tissue;
}

}  // namespace vlm
