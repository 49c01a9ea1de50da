// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Bootstrap.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace vlm
{
namespace
{

constexpr std::size_t Samples = 1000;
constexpr std::ptrdiff_t LeastImages = 5;  // fewer say nothing about others

Tally Draw(const std::vector<const Tally*>& images, std::mt19937& random)
{
  std::uniform_int_distribution<std::size_t> any(0, images.size() - 1);
  Tally sum;
  for (std::size_t i = 0; i < images.size(); ++i)
  {
    sum += *images[any(random)];
  }
  return sum;
}

double Quantile(const std::vector<double>& sorted, double share)
{
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - std::floor(position)) * (sorted[above] - sorted[below]);
}

bool IsEstimable(const Metric& metric, const std::vector<const Tally*>& images)
{
  const auto tells = [&metric](const Tally* tally) { return metric.of(*tally).has_value(); };
  return metric.kind == Metric::Kind::Quality &&
         std::count_if(images.begin(), images.end(), tells) >= LeastImages;
}

// A sample may, by chance, hold no image that tells anything.
std::optional<Interval> IntervalOf(std::vector<double> values)
{
  if (values.size() < Samples / 2)
  {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  return Interval{Quantile(values, 0.025), Quantile(values, 0.975)};
}

}  // namespace

std::vector<std::optional<Interval>> BootstrapIntervals(const std::vector<const Tally*>& images,
                                                        unsigned seed)
{
  std::vector<std::size_t> estimable;
  const auto& metrics = Metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i)
  {
    if (IsEstimable(metrics[i], images))
    {
      estimable.push_back(i);
    }
  }
  std::vector<std::vector<double>> values(metrics.size());
  std::mt19937 random(seed);
  for (std::size_t sample = 0; sample < Samples && !estimable.empty(); ++sample)
  {
    const Tally drawn = Draw(images, random);
    for (const std::size_t i : estimable)
    {
      if (const auto value = metrics[i].of(drawn))
      {
        values[i].push_back(*value);
      }
    }
  }
  std::vector<std::optional<Interval>> intervals(metrics.size());
  for (const std::size_t i : estimable)
  {
    intervals[i] = IntervalOf(std::move(values[i]));
  }
  return intervals;
}

}  // namespace vlm
