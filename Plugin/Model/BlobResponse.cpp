// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/BlobResponse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "Model/MaskedIntegrals.h"
#include "Model/WorkingPicture.h"

namespace vlm
{
namespace
{

cv::Rect Around(cv::Point centre, int halfX, int halfY)
{
  return {centre.x - halfX, centre.y - halfY, 2 * halfX + 1, 2 * halfY + 1};
}

struct Shape
{
  double radiusX;
  double radiusY;
  cv::Size inner;  // half sides
  cv::Size outer;
};

Shape ShapeOf(double radius, double aspect)
{
  const double radiusX = radius * std::sqrt(aspect);
  const double radiusY = radius / std::sqrt(aspect);
  const auto half = [](double value) { return std::max(1, static_cast<int>(std::lround(value))); };
  // A square of 0.8 radii lies just inside the ellipse's bulge and beats larger and smaller ones.
  return {radiusX,
          radiusY,
          {half(0.8 * radiusX), half(0.8 * radiusY)},
          {half(1.8 * radiusX) + 1, half(1.8 * radiusY) + 1}};
}

class Responder
{
public:
  explicit Responder(const BlobSearch& search)
      : search_(search),
        gray_(Smoothed(search.gray, search.rules.smoothing), search.tissue.mask),
        tissue_(gray_.Of({0, 0, search.gray.cols, search.gray.rows}))
  {
    if (!search.mirrorDifference.empty())
    {
      mirror_.emplace(search.mirrorDifference, search.tissue.mask);
    }
  }

  std::optional<Blob> At(cv::Point centre, const Shape& shape) const
  {
    const cv::Rect inner = Around(centre, shape.inner.width, shape.inner.height);
    const cv::Rect outer = Around(centre, shape.outer.width, shape.outer.height);
    const MaskedSums inside = gray_.Of(inner);
    const MaskedSums ring = Difference(gray_.Of(outer), inside);
    if (inside.count < 0.75 * inner.area() || ring.count < 0.35 * (outer.area() - inner.area()))
    {
      return std::nullopt;
    }
    const double contrast = inside.Mean() - ring.Mean();
    if (!IsWanted(contrast))
    {
      return std::nullopt;
    }
    const double sign = contrast > 0 ? 1.0 : -1.0;
    const double asymmetry = mirror_ ? mirror_->Of(inner).Mean() : 0.0;
    const double enclosed = 0.5 * sign * (contrast + WeakestSide(inner, outer, inside.Mean()));
    // Bounded by the contrast: every part of a large lesion is asymmetric, but only all of it is a
    // blob.
    const double towards = std::clamp(sign * asymmetry, -std::abs(contrast), std::abs(contrast));
    const double difference = enclosed + search_.rules.symmetryWeight * towards;
    const double response = difference / Deviation(inside.Variance() + ring.Variance());
    return Blob{cv::Point2d(centre),
                shape.radiusX,
                shape.radiusY,
                contrast,
                asymmetry,
                ring.Mean(),
                response * Prominence(sign * (inside.Mean() - tissue_.Mean())) *
                    search_.tissue.weight.at<float>(centre)};
  }

private:
  static double Deviation(double variance)
  {
    constexpr double floor = 6.0;  // grey levels: flat areas must not win by tiny contrasts
    return std::sqrt(variance + floor * floor);
  }

  // More for what is bright (or dark) in the whole tissue too, not in its neighbourhood only.
  double Prominence(double difference) const
  {
    return std::clamp(0.5 + 0.5 * difference / Deviation(tissue_.Variance()), 0.1, 2.0);
  }

  bool IsWanted(double contrast) const
  {
    return (search_.rules.polarity != LesionPolarity::Dark && contrast > 1.0) ||
           (search_.rules.polarity != LesionPolarity::Bright && contrast < -1.0);
  }

  // Contrast against that side of the ring which resembles the inside most: a blob differs from all
  // of them, a vessel, layer or edge does not. Sides without tissue say nothing.
  double WeakestSide(const cv::Rect& inner, const cv::Rect& outer, double insideMean) const
  {
    const std::array<cv::Rect, 4> sides{
        cv::Rect(outer.x, inner.y, inner.x - outer.x, inner.height),
        cv::Rect(inner.br().x, inner.y, outer.br().x - inner.br().x, inner.height),
        cv::Rect(inner.x, outer.y, inner.width, inner.y - outer.y),
        cv::Rect(inner.x, inner.br().y, inner.width, outer.br().y - inner.br().y)};
    double weakest = 255.0;
    for (const cv::Rect& side : sides)
    {
      const MaskedSums sums = gray_.Of(side);
      if (sums.count < 0.3 * side.area())
      {
        continue;
      }
      const double difference = insideMean - sums.Mean();
      weakest = std::abs(weakest) < std::abs(difference) ? weakest : difference;
    }
    return weakest;
  }

  const BlobSearch& search_;
  MaskedIntegrals gray_;
  MaskedSums tissue_;
  std::optional<MaskedIntegrals> mirror_;
};

// Keeps the strongest blob of each cell, so that the list stays short whatever the picture.
class BestOfCells
{
public:
  explicit BestOfCells(cv::Size size)
      : columns_(CellOf(size.width) + 1), blobs_(columns_ * (CellOf(size.height) + 1))
  {
  }

  void Offer(const Blob& blob)
  {
    Blob& best = blobs_[CellOf(blob.centre.y) * columns_ + CellOf(blob.centre.x)];
    if (blob.response > best.response)
    {
      best = blob;
    }
  }

  std::vector<Blob> Found() const
  {
    std::vector<Blob> found;
    std::copy_if(blobs_.begin(), blobs_.end(), std::back_inserter(found),
                 [](const Blob& blob) { return blob.response > 0.0; });
    return found;
  }

private:
  static constexpr std::size_t cell = 4;
  static std::size_t CellOf(double position) { return static_cast<std::size_t>(position) / cell; }

  std::size_t columns_;
  std::vector<Blob> blobs_;
};

struct Scan
{
  Shape shape;
  int step;           // pixels between the places looked at
  double preference;  // for this size
};

void ScanPicture(const BlobSearch& search, const Responder& responder, const Scan& scan,
                 BestOfCells& best)
{
  for (int row = scan.step / 2; row < search.gray.rows; row += scan.step)
  {
    for (int column = scan.step / 2; column < search.gray.cols; column += scan.step)
    {
      if (search.tissue.mask.at<uchar>(row, column) == 0)
      {
        continue;
      }
      if (auto blob = responder.At({column, row}, scan.shape))
      {
        blob->response *= scan.preference;
        best.Offer(*blob);
      }
    }
  }
}

}  // namespace

std::vector<Blob> BlobsOf(const BlobSearch& search, const Cancellation& cancellation)
{
  const Responder responder(search);
  BestOfCells best(search.gray.size());
  const int longSide = std::max(search.gray.cols, search.gray.rows);
  const double smallest = std::max(3.0, search.rules.smallestRadius * longSide);
  const double largest = search.rules.largestRadius * longSide;
  for (double radius = smallest; radius <= largest && !cancellation.IsRequested(); radius *= 1.4)
  {
    const int step = std::max(2, static_cast<int>(radius / 3.0));
    const double preference = std::pow(radius / smallest, search.rules.sizePreference);
    for (const double aspect : {0.5, 1.0, 2.0})
    {
      ScanPicture(search, responder, {ShapeOf(radius, aspect), step, preference}, best);
    }
  }
  return best.Found();
}

}  // namespace vlm
