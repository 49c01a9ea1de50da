// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/RegionStatistics.h"

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

constexpr double MaximumPixels = 2e6;     // read of one region
const double RingScale = std::sqrt(2.0);  // a region of twice the area

std::optional<RegionStatistics> Summary(const RunningMoments& inside, const RunningMoments& around)
{
  if (inside.IsEmpty() || around.IsEmpty())
  {
    return std::nullopt;
  }
  return RegionStatistics{inside.Mean(), around.Mean(), around.Deviation(), inside.Deviation()};
}

template <typename T>
std::optional<RegionStatistics> Measure(const cv::Mat& values, const BoundingBox& box)
{
  const double semiColumn = box.width / 2.0;
  const double semiRow = box.height / 2.0;
  const Span rows = SpanAround(box.CentreRow(), semiRow * RingScale, values.rows);
  const Span widest = SpanAround(box.CentreColumn(), semiColumn * RingScale, values.cols);
  const double pixels = (rows.last - rows.first + 1.0) * (widest.last - widest.first + 1.0);
  const int step = 1 + static_cast<int>(pixels / MaximumPixels);

  RunningMoments inside;
  RunningMoments around;
  for (int row = rows.first; row <= rows.last; row += step)
  {
    const double offset = row - box.CentreRow();
    const double innerHalf = HalfChord(semiColumn, semiRow, offset);
    const double outerHalf = HalfChord(semiColumn * RingScale, semiRow * RingScale, offset);
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
  return Summary(inside, around);
}

// Pixel labels: 0 elsewhere, and these.
constexpr std::uint8_t Inside = 2;
constexpr std::uint8_t Around = 1;

template <typename T>
std::optional<RegionStatistics> MeasureLabelled(const cv::Mat& values, const cv::Mat& labels)
{
  const int step = 1 + static_cast<int>(static_cast<double>(labels.total()) / MaximumPixels);
  RunningMoments inside;
  RunningMoments around;
  for (int row = 0; row < labels.rows; row += step)
  {
    const T* line = values.ptr<T>(row);
    const auto* label = labels.ptr<std::uint8_t>(row);
    for (int column = 0; column < labels.cols; ++column)
    {
      const double value = line[column];
      if (label[column] != 0 && std::isfinite(value))
      {
        (label[column] == Inside ? inside : around).Add(value);
      }
    }
  }
  return Summary(inside, around);
}

Contour Stretched(const Contour& contour, cv::Point2d centre, double factor)
{
  Contour stretched;
  stretched.reserve(contour.size());
  for (const auto& [column, row] : contour)
  {
    stretched.push_back(
        {centre.x + factor * (column - centre.x), centre.y + factor * (row - centre.y)});
  }
  return stretched;
}

// Where the line through the centres of a row's pixels crosses the contour, from left to right.
std::vector<double> CrossingsOf(const Contour& contour, double row)
{
  std::vector<double> crossings;
  for (std::size_t i = 0; i < contour.size(); ++i)
  {
    const auto& from = contour[i];
    const auto& to = contour[(i + 1) % contour.size()];
    if ((from[1] <= row) != (to[1] <= row))
    {
      crossings.push_back(from[0] + (row - from[1]) / (to[1] - from[1]) * (to[0] - from[0]));
    }
  }
  std::sort(crossings.begin(), crossings.end());
  return crossings;
}

// Labels the pixels whose centres lie inside; cv::fillPoly would take those that the contour merely
// touches as well. `labels` shows the part of the image that begins at `origin`.
void Label(const Contour& contour, std::uint8_t label, cv::Point origin, cv::Mat& labels)
{
  for (int row = 0; row < labels.rows; ++row)
  {
    const auto crossings = CrossingsOf(contour, row + origin.y);
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    {
      const double half = (crossings[i + 1] - crossings[i]) / 2.0;
      const Span span = SpanAround(crossings[i] + half - origin.x, half, labels.cols);
      std::fill_n(labels.ptr<std::uint8_t>(row) + span.first, span.last - span.first + 1, label);
    }
  }
}

// The pixels of an image that a contour may hold.
cv::Rect PixelsAround(const Contour& contour, cv::Size image)
{
  std::array<double, 2> first = contour.front();
  std::array<double, 2> last = first;
  for (const auto& point : contour)
  {
    first = {std::min(first[0], point[0]), std::min(first[1], point[1])};
    last = {std::max(last[0], point[0]), std::max(last[1], point[1])};
  }
  const cv::Point begin(cvFloor(first[0]), cvFloor(first[1]));
  const cv::Point end(cvCeil(last[0]) + 1, cvCeil(last[1]) + 1);
  return cv::Rect(begin, end) & cv::Rect({0, 0}, image);
}

bool IsContour(const Contour& contour)
{
  constexpr double limit = 1e6;  // [px]; keeps whole numbers in range
  return contour.size() >= 3 &&
         std::all_of(contour.begin(), contour.end(),
                     [](const std::array<double, 2>& point)
                     { return std::abs(point[0]) <= limit && std::abs(point[1]) <= limit; });
}

cv::Point2d CentreOf(const Contour& contour)
{
  cv::Point2d sum;
  for (const auto& [column, row] : contour)
  {
    sum += cv::Point2d(column, row);
  }
  return sum / static_cast<double>(contour.size());
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

std::optional<RegionStatistics> MeasureRegion(const cv::Mat& values, const Contour& contour)
{
  if (values.empty() || !IsContour(contour) ||
      (values.type() != CV_32FC1 && values.type() != CV_8UC1))
  {
    return std::nullopt;
  }
  const Contour outer = Stretched(contour, CentreOf(contour), RingScale);
  const cv::Rect seen = PixelsAround(outer, values.size());
  if (seen.empty())
  {
    return std::nullopt;
  }
  cv::Mat labels(seen.size(), CV_8UC1, cv::Scalar(0));
  Label(outer, Around, seen.tl(), labels);
  Label(contour, Inside, seen.tl(), labels);
  return values.type() == CV_32FC1 ? MeasureLabelled<float>(values(seen), labels)
                                   : MeasureLabelled<std::uint8_t>(values(seen), labels);
}

}  // namespace vlm
