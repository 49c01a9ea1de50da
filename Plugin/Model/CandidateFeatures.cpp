// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/CandidateFeatures.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Model/TissueMask.h"
#include "Model/WorkingPicture.h"

namespace vlm
{
namespace
{

constexpr double leastDeviation = 4.0;  // grey levels: flat pictures must not blow up

cv::Mat GradientOf(const cv::Mat& smooth)
{
  cv::Mat x;
  cv::Mat y;
  cv::Sobel(smooth, x, CV_32F, 1, 0, 3, 0.125);
  cv::Sobel(smooth, y, CV_32F, 0, 1, 3, 0.125);
  cv::Mat gradient;
  cv::magnitude(x, y, gradient);
  return gradient;
}

std::array<float, 256> ShareBelow(const cv::Mat& gray, const cv::Mat& mask)
{
  std::array<float, 256> below{};
  std::array<double, 256> counts{};
  for (int row = 0; row < gray.rows; ++row)
  {
    for (int column = 0; column < gray.cols; ++column)
    {
      counts[gray.at<uchar>(row, column)] += mask.at<uchar>(row, column) > 0 ? 1.0 : 0.0;
    }
  }
  double total = 0.0;
  for (const double count : counts)
  {
    total += count;
  }
  double sum = 0.0;
  for (std::size_t level = 0; level < below.size(); ++level)
  {
    sum += counts[level];
    below[level] = static_cast<float>((sum - 0.5 * counts[level]) / std::max(1.0, total));
  }
  return below;
}

// Of `scale` times the blob's radii.
cv::Rect BoxOf(const Blob& blob, double scale)
{
  const int halfX = std::max(1, static_cast<int>(std::lround(scale * blob.radiusX)));
  const int halfY = std::max(1, static_cast<int>(std::lround(scale * blob.radiusY)));
  return {static_cast<int>(blob.centre.x) - halfX, static_cast<int>(blob.centre.y) - halfY,
          2 * halfX + 1, 2 * halfY + 1};
}

cv::Rect SquareAround(const Blob& blob, double radius)
{
  const int half = std::max(2, static_cast<int>(std::lround(radius)));
  return {static_cast<int>(blob.centre.x) - half, static_cast<int>(blob.centre.y) - half,
          2 * half + 1, 2 * half + 1};
}

struct Spokes
{
  double low;  // lower quartile
  double median;
  double high;
};

// Mean at 0.4 and 0.7 radii minus mean at 1.3 and 1.6, in 16 directions.
Spokes SpokesOf(const cv::Mat& smooth, const Blob& blob, double sign)
{
  constexpr std::size_t count = 16;
  const auto greyAt = [&](double angle, double scale)
  {
    const int column =
        static_cast<int>(std::lround(blob.centre.x + scale * blob.radiusX * std::cos(angle)));
    const int row =
        static_cast<int>(std::lround(blob.centre.y + scale * blob.radiusY * std::sin(angle)));
    return static_cast<double>(smooth.at<float>(std::clamp(row, 0, smooth.rows - 1),
                                                std::clamp(column, 0, smooth.cols - 1)));
  };
  std::array<double, count> differences{};
  for (std::size_t i = 0; i < count; ++i)
  {
    const double angle = 2.0 * CV_PI * static_cast<double>(i) / count;
    const double inside = 0.5 * (greyAt(angle, 0.7) + greyAt(angle, 0.4));
    const double outside = 0.5 * (greyAt(angle, 1.3) + greyAt(angle, 1.6));
    differences[i] = sign * (inside - outside);
  }
  std::sort(differences.begin(), differences.end());
  return {differences[3], 0.5 * (differences[7] + differences[8]), differences[12]};
}

double RatioLog(double a, double b)
{
  return std::abs(std::log(std::max(1.0, a) / std::max(1.0, b)));
}

}  // namespace

CandidateFeatures::CandidateFeatures(const BlobSearch& search)
    : search_(search),
      smooth_(Smoothed(search.gray, search.rules.smoothing)),
      distance_(DistanceToRim(search.tissue.mask)),
      gray_(smooth_, search.tissue.mask),
      gradient_(GradientOf(smooth_), search.tissue.mask),
      tissue_(gray_.Of({0, 0, search.gray.cols, search.gray.rows})),
      deviation_(DeviationOf(tissue_)),
      radius_(std::sqrt(std::max(1.0, tissue_.count) / CV_PI)),
      box_(cv::boundingRect(search.tissue.mask)),
      shareBelow_(ShareBelow(search.gray, search.tissue.mask))
{
  const cv::Moments moments = cv::moments(search.tissue.mask, true);
  const double mass = std::max(1.0, moments.m00);
  centre_ = {moments.m10 / mass, moments.m01 / mass};
}

void CandidateFeatures::Row::Add(std::initializer_list<double> more)
{
  for (const double value : more)
  {
    assert(count < values.size());
    values[count++] = static_cast<float>(value);
  }
}

double CandidateFeatures::InTissue(double difference) const
{
  return std::clamp(difference / deviation_, -6.0, 6.0);
}

double CandidateFeatures::DeviationOf(const MaskedSums& sums) const
{
  return std::sqrt(sums.Variance() + leastDeviation * leastDeviation);
}

CandidateFeatures::Surroundings CandidateFeatures::SurroundingsOf(const Blob& blob) const
{
  Surroundings around;
  around.sign = blob.contrast > 0 ? 1.0 : -1.0;
  around.innerBox = BoxOf(blob, 0.8);
  around.outerBox = BoxOf(blob, 1.8);
  around.regionBox = SquareAround(blob, 0.4 * radius_);
  around.inside = gray_.Of(around.innerBox);
  const MaskedSums outer = gray_.Of(around.outerBox);
  around.ring = Difference(outer, around.inside);
  around.wide = gray_.Of(BoxOf(blob, 3.0));
  around.beyond = Difference(around.wide, outer);
  around.region = gray_.Of(around.regionBox);
  return around;
}

void CandidateFeatures::AddContrast(const Surroundings& around, Row& row) const
{
  const double sign = around.sign;
  const double inside = around.inside.Mean();
  const double rank = shareBelow_[static_cast<std::size_t>(std::clamp(inside, 0.0, 255.0))];
  const double contrast = sign * (inside - around.ring.Mean());
  row.Add({
      contrast / std::sqrt(around.inside.Variance() + around.ring.Variance() +
                           leastDeviation * leastDeviation),
      InTissue(contrast),
      InTissue(sign * (inside - around.wide.Mean())),
      InTissue(sign * (inside - tissue_.Mean())),
      sign > 0 ? rank : 1.0 - rank,
      DeviationOf(around.inside) / deviation_,
      DeviationOf(around.ring) / deviation_,
      DeviationOf(around.wide) / deviation_,
      InTissue(around.wide.Mean() - tissue_.Mean()),
      InTissue(around.region.Mean() - tissue_.Mean()),
  });
}

void CandidateFeatures::AddEdge(const Blob& blob, const Surroundings& around, Row& row) const
{
  const double sign = around.sign;
  const MaskedSums inner = gradient_.Of(BoxOf(blob, 0.6));
  const double rim = Difference(gradient_.Of(BoxOf(blob, 1.2)), inner).Mean();
  const Spokes spokes = SpokesOf(smooth_, blob, sign);
  const double ringArea = around.outerBox.area() - around.innerBox.area();
  const double outerRing = around.ring.Mean() - around.beyond.Mean();
  row.Add({
      gradient_.Of(around.regionBox).Mean() / deviation_,
      inner.Mean() / deviation_,
      InTissue(sign * (gray_.Of(BoxOf(blob, 0.4)).Mean() - around.inside.Mean())),
      std::log((rim + 0.5) / (inner.Mean() + 0.5)),
      InTissue(spokes.low),
      InTissue(spokes.median),
      InTissue(spokes.high - spokes.low),
      around.beyond.count > 0.0 ? InTissue(sign * outerRing) : 0.0,
      around.ring.count / std::max(1.0, ringArea),
  });
}

void CandidateFeatures::AddPlace(const Blob& blob, Row& row) const
{
  row.Add({
      distance_.at<float>(blob.centre) / radius_,
      cv::norm(blob.centre - centre_) / radius_,
      (blob.centre.y - box_.y) / std::max(1, box_.height),
      std::abs(2.0 * (blob.centre.x - box_.x) / std::max(1, box_.width) - 1.0),
  });
}

// Ultrasound: a cyst brightens what lies below it, a malignant mass shadows it.
void CandidateFeatures::AddBelow(const Surroundings& around, Row& row) const
{
  const cv::Rect& inner = around.innerBox;
  const int step = inner.height + inner.height / 4;
  const cv::Rect below = inner + cv::Point(0, step);
  const cv::Rect belowWide(below.x - below.width, below.y, 3 * below.width, below.height);
  const MaskedSums behind = gray_.Of(below);
  const MaskedSums beside = Difference(gray_.Of(belowWide), behind);
  const MaskedSums above = gray_.Of(inner - cv::Point(0, step));
  const bool isBelowKnown = behind.count > 0.0 && beside.count > 0.0;
  row.Add({
      isBelowKnown ? InTissue(behind.Mean() - beside.Mean()) : 0.0,
      above.count > 0.0 ? InTissue(around.sign * (around.inside.Mean() - above.Mean())) : 0.0,
  });
}

double CandidateFeatures::ShareAlike(const Surroundings& around) const
{
  const cv::Rect box = around.regionBox & cv::Rect({0, 0}, smooth_.size());
  const double inside = around.inside.Mean();
  const cv::Mat alike = around.sign > 0 ? cv::Mat(smooth_(box) >= inside)  //
                                        : cv::Mat(smooth_(box) <= inside);
  return cv::countNonZero(alike & search_.tissue.mask(box)) / std::max(1.0, around.region.count);
}

FeatureVector CandidateFeatures::Of(const Blob& blob, const cv::Rect2d& extent) const
{
  const Surroundings around = SurroundingsOf(blob);
  Row row;
  row.Add({around.sign, blob.response, std::log(std::sqrt(blob.radiusX * blob.radiusY) / radius_),
           RatioLog(blob.radiusX, blob.radiusY)});
  AddContrast(around, row);
  AddEdge(blob, around, row);
  row.Add({InTissue(around.sign * blob.asymmetry), search_.mirrorDifference.empty() ? 0.0 : 1.0});
  AddPlace(blob, row);
  AddBelow(around, row);
  row.Add({std::log(std::max(1.0, extent.area()) / (4.0 * blob.radiusX * blob.radiusY)),
           RatioLog(extent.width, extent.height), ShareAlike(around)});
  assert(row.count == featureNames.size());
  return row.values;
}

}  // namespace vlm
