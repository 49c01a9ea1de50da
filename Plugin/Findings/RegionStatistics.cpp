// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/RegionStatistics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace vlm
{
namespace
{

// Welford's method: a plain sum of squares would lose a small deviation beside a large mean.
class RunningMoments
{
public:
  void Add(double value)
  {
    ++count_;
    const double difference = value - mean_;
    mean_ += difference / static_cast<double>(count_);
    squares_ += difference * (value - mean_);
  }
  bool IsEmpty() const { return count_ == 0; }
  double Mean() const { return mean_; }
  double Deviation() const { return std::sqrt(squares_ / static_cast<double>(count_)); }

private:
  std::int64_t count_ = 0;
  double mean_ = 0.0;
  double squares_ = 0.0;
};

// The pixels [first, last] of a line of `size` whose centres lie within `radius` of `centre`.
struct Span
{
  int first = 0;
  int last = -1;
};

Span SpanAround(double centre, double radius, int size)
{
  const double first = std::max(std::ceil(centre - radius), 0.0);
  const double last = std::min(std::floor(centre + radius), size - 1.0);
  return first <= last ? Span{static_cast<int>(first), static_cast<int>(last)} : Span{};
}

// Half the length of the line that an ellipse cuts from the row at `offset` of its centre.
double HalfChord(double semiColumn, double semiRow, double offset)
{
  const double relative = offset / semiRow;
  return std::abs(relative) > 1.0 ? -1.0 : semiColumn * std::sqrt(1.0 - relative * relative);
}

template <typename T>
std::optional<RegionStatistics> Measure(const cv::Mat& values, const BoundingBox& box)
{
  constexpr double maximumPixels = 2e6;
  const double ringScale = std::sqrt(2.0);  // an ellipse of twice the area
  const double semiColumn = box.width / 2.0;
  const double semiRow = box.height / 2.0;
  const Span rows = SpanAround(box.CentreRow(), semiRow * ringScale, values.rows);
  const Span widest = SpanAround(box.CentreColumn(), semiColumn * ringScale, values.cols);
  const double pixels = (rows.last - rows.first + 1.0) * (widest.last - widest.first + 1.0);
  const int step = 1 + static_cast<int>(pixels / maximumPixels);

  RunningMoments inside;
  RunningMoments around;
  for (int row = rows.first; row <= rows.last; row += step)
  {
    const double offset = row - box.CentreRow();
    const double innerHalf = HalfChord(semiColumn, semiRow, offset);
    const double outerHalf = HalfChord(semiColumn * ringScale, semiRow * ringScale, offset);
    const Span outer = SpanAround(box.CentreColumn(), outerHalf, values.cols);
    const T* line = values.ptr<T>(row);
    for (int column = outer.first; column <= outer.last; ++column)
    {
      const double value = line[column];
      if (std::isfinite(value))
      {
        (std::abs(column - box.CentreColumn()) <= innerHalf ? inside : around).Add(value);
      }
    }
  }
  if (inside.IsEmpty() || around.IsEmpty())
  {
    return std::nullopt;
  }
  return RegionStatistics{inside.Mean(), around.Mean(), around.Deviation()};
}

}  // namespace

std::optional<RegionStatistics> MeasureRegion(const cv::Mat& values, const BoundingBox& box)
{
  const bool isMeasurable = std::isfinite(box.left) && std::isfinite(box.top) &&
                            std::isfinite(box.width) && std::isfinite(box.height) &&
                            box.width > 0.0 && box.height > 0.0;
  if (!isMeasurable || values.empty())
  {
    return std::nullopt;
  }
  switch (values.type())
  {
    case CV_32FC1:
      return Measure<float>(values, box);
    case CV_8UC1:
      return Measure<std::uint8_t>(values, box);
    default:
      return std::nullopt;
  }
}

}  // namespace vlm
