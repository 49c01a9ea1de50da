// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/IntensityHistogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "Render/RegionMask.h"

namespace vlm
{

namespace
{

constexpr double LargestSample = 4e4;  // values of one region, about
constexpr int FewestBins = 14;
constexpr int MostBins = 48;

bool HasModalityValues(const Frame& frame)
{
  return frame.modalityValues.type() == CV_32FC1 &&
         frame.modalityValues.size() == frame.display.size();
}

double ValueAt(const Frame& frame, cv::Point place)
{
  if (HasModalityValues(frame))
  {
    return frame.modalityValues.at<float>(place);
  }
  if (frame.display.type() == CV_8UC1)
  {
    return frame.display.at<unsigned char>(place);
  }
  const auto bgr = frame.display.at<cv::Vec3b>(place);
  return std::round(0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]);  // ITU-R BT.601
}

void AddFinite(double value, std::vector<double>& values)
{
  if (std::isfinite(value))
  {
    values.push_back(value);
  }
}

std::vector<double> Sorted(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  return values;
}

struct ValueRange
{
  double low;
  double high;
};

// `sorted` is not empty.
ValueRange RangeOf(const std::vector<double>& sorted)
{
  const auto last = static_cast<double>(sorted.size() - 1);
  const double mean =
      std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
  return {std::min(mean, sorted[static_cast<std::size_t>(0.01 * last)]),
          std::max(mean, sorted[static_cast<std::size_t>(0.99 * last)])};
}

bool IsWhole(double value)
{
  return value == std::round(value);
}

// The step of which all values are multiples from the first on; 0: there is none of note.
double StepOf(const std::vector<double>& sorted)
{
  constexpr double tolerance = 0.1;  // of a step; values are rounded to single precision
  constexpr double mostSteps = 1e5;
  const double range = sorted.back() - sorted.front();
  double smallest = range;
  for (std::size_t i = 1; i < sorted.size(); ++i)
  {
    const double gap = sorted[i] - sorted[i - 1];
    smallest = gap > 0.0 ? std::min(smallest, gap) : smallest;
  }
  if (!(range > 0.0) || range / smallest > mostSteps)
  {
    return 0.0;
  }
  const double step = range / std::round(range / smallest);
  const auto isMultiple = [&sorted, step](double value)
  {
    const double steps = (value - sorted.front()) / step;
    return std::abs(steps - std::round(steps)) < tolerance;
  };
  if (std::all_of(sorted.begin(), sorted.end(), isMultiple))
  {
    return step;
  }
  return std::all_of(sorted.begin(), sorted.end(), IsWhole) ? 1.0 : 0.0;
}

}  // namespace

IntensitySample SampleAround(const Frame& frame, const Finding& finding)
{
  IntensitySample sample;
  const auto mask = RegionMaskOf(finding, frame.display.size(), LargestSample);
  if (!mask)
  {
    return sample;
  }
  for (int row = 0; row < mask->labels.rows; ++row)
  {
    for (int column = 0; column < mask->labels.cols; ++column)
    {
      const auto label = mask->labels.at<unsigned char>(row, column);
      if (label != RegionMask::Elsewhere)
      {
        AddFinite(ValueAt(frame, mask->StoredPixel(column, row)),
                  label == RegionMask::Inside ? sample.inside : sample.around);
      }
    }
  }
  return sample;
}

std::vector<double> SampleWhole(const Frame& frame)
{
  const int step =
      1 + static_cast<int>(std::sqrt(static_cast<double>(frame.display.total()) / LargestSample));
  std::vector<double> values;
  for (int row = 0; row < frame.Rows(); row += step)
  {
    for (int column = 0; column < frame.Columns(); column += step)
    {
      AddFinite(ValueAt(frame, {column, row}), values);
    }
  }
  return values;
}

std::optional<std::string> IntensityUnitOf(const Frame& frame)
{
  const std::string& type = frame.acquisition.rescaleType;
  if (!HasModalityValues(frame) || type == "US")  // PS3.3 C.11.1.1.2: unspecified
  {
    return std::nullopt;
  }
  if (!type.empty())
  {
    return type;
  }
  return frame.acquisition.modality == "CT" ? std::optional<std::string>("HU") : std::nullopt;
}

IntensityBins BinsFor(const std::vector<double>& inside, const std::vector<double>& around)
{
  const ValueRange one = RangeOf(Sorted(inside.empty() ? around : inside));
  const ValueRange other = RangeOf(Sorted(around.empty() ? inside : around));
  const double low = std::min(one.low, other.low);
  const double range = std::max(one.high, other.high) - low;
  const double count = static_cast<double>(std::max(inside.size(), around.size()));
  const int wanted = std::clamp(static_cast<int>(std::sqrt(count)), FewestBins, MostBins);
  const double rounding = 1e-6 * std::abs(low);
  if (!(range > rounding))
  {
    const double half = std::max(0.5, rounding);
    return {low - half, 2.0 * half, 1};
  }
  std::vector<double> all = inside;
  all.insert(all.end(), around.begin(), around.end());
  all = Sorted(std::move(all));
  const double step = StepOf(all);
  if (step == 0.0)
  {
    return {low, 1.0001 * range / wanted, wanted};  // so that the last value lies within
  }
  const double width = step * std::ceil((range / step + 1.0) / wanted);
  const double begin = all.front() + (std::round((low - all.front()) / step) - 0.5) * step;
  return {begin, width, static_cast<int>(std::ceil((low + range - begin) / width))};
}

std::vector<double> DensityOf(const std::vector<double>& values, const IntensityBins& bins)
{
  std::vector<double> density(static_cast<std::size_t>(bins.count), 0.0);
  double counted = 0.0;
  for (const double value : values)
  {
    const double place = (value - bins.low) / bins.width;
    if (place >= 0.0 && place < bins.count)
    {
      density[static_cast<std::size_t>(place)] += 1.0;
      counted += 1.0;
    }
  }
  for (double& one : density)
  {
    one /= std::max(counted, 1.0) * bins.width;
  }
  return density;
}

}  // namespace vlm
