// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/GrayPicture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>

#include "Pixels/PatternTable.h"
#include "Pixels/PercentileWindow.h"
#include "Pixels/VoiLut.h"

namespace vlm
{
namespace
{

// From modality values to shades, and the window that this is or resembles.
struct Display
{
  std::function<std::uint8_t(double)> shadeOf;
  VoiWindow window;
};

Display DisplayThrough(const VoiWindow& window)
{
  return {[window](double value) { return ApplyWindow(window, value); }, window};
}

// How often each pattern occurs. Four counters, since neighbours are often equal and a single one
// would make each step wait for the one before.
template <typename Pattern>
std::vector<std::int64_t> CountPatterns(const cv::Mat& stored, std::size_t patterns)
{
  std::array<std::vector<std::uint32_t>, 4> counts;
  counts.fill(std::vector<std::uint32_t>(patterns));
  for (int row = 0; row < stored.rows; ++row)
  {
    const auto* pixels = stored.ptr<Pattern>(row);
    int column = 0;
    for (; column + 4 <= stored.cols; column += 4)
    {
      ++counts[0][pixels[column]];
      ++counts[1][pixels[column + 1]];
      ++counts[2][pixels[column + 2]];
      ++counts[3][pixels[column + 3]];
    }
    for (; column < stored.cols; ++column)
    {
      ++counts[0][pixels[column]];
    }
  }
  std::vector<std::int64_t> sums(patterns);
  for (std::size_t i = 0; i < patterns; ++i)
  {
    sums[i] = static_cast<std::int64_t>(counts[0][i]) + counts[1][i] + counts[2][i] + counts[3][i];
  }
  return sums;
}

template <typename Pattern>
void LookUpAll(const cv::Mat& stored, const PatternTable& table, GrayPicture& picture)
{
  for (int row = 0; row < stored.rows; ++row)
  {
    const auto* pixels = stored.ptr<Pattern>(row);
    auto* values = picture.modalityValues.ptr<float>(row);
    auto* shown = picture.display.ptr<std::uint8_t>(row);
    for (int column = 0; column < stored.cols; ++column)
    {
      values[column] = table.modality[pixels[column]];
      shown[column] = table.display[pixels[column]];
    }
  }
}

// The values of the picture, without padding unless there is nothing else.
std::vector<ValueCount> ValuesOf(const std::vector<std::int64_t>& counts, const PatternTable& table)
{
  std::vector<ValueCount> image;
  std::vector<ValueCount> padding;
  for (std::size_t i = 0; i < counts.size(); ++i)
  {
    if (counts[i] > 0)
    {
      (table.isPadding[i] ? padding : image).push_back({table.modality[i], counts[i]});
    }
  }
  return image.empty() ? padding : image;
}

bool AreConstant(const std::vector<ValueCount>& values)
{
  return std::all_of(values.begin(), values.end(),
                     [&](const ValueCount& bin) { return bin.value == values.front().value; });
}

// Whether pixels that are no padding differ on the screen; found early in most pictures.
template <typename Pattern>
bool HasTwoShades(const cv::Mat& stored, const PatternTable& table)
{
  std::optional<std::uint8_t> first;
  for (int row = 0; row < stored.rows; ++row)
  {
    const auto* pixels = stored.ptr<Pattern>(row);
    for (int column = 0; column < stored.cols; ++column)
    {
      const std::uint8_t shade = table.display[pixels[column]];
      if (shade == first || table.isPadding[pixels[column]])
      {
        continue;
      }
      if (first)
      {
        return true;
      }
      first = shade;
    }
  }
  return false;
}

// What the object itself asks for: the window, else the VOI LUT.
std::optional<Display> GivenDisplay(const FrameTransform& transform)
{
  if (transform.window)
  {
    return DisplayThrough(*transform.window);
  }
  if (transform.voiLut)
  {
    return Display{[lut = transform.voiLut](double value) { return ApplyVoiLut(*lut, value); },
                   WindowLike(*transform.voiLut)};
  }
  return std::nullopt;
}

std::string OneShadeWarning(const FrameTransform& transform)
{
  return transform.window ? "The window (center " + std::to_string(transform.window->center) +
                                ", width " + std::to_string(transform.window->width) +
                                ") shows one shade only: it is ignored."
                          : "The VOI LUT shows one shade only: it is ignored.";
}

// Eight bits without a window were made to be shown as they are.
bool IsReadyToShow(const DicomAttributes& attributes, const FrameTransform& transform)
{
  return attributes.bitsStored <= 8 && !attributes.isSigned && !transform.modalityLut &&
         transform.rescaleSlope == 1.0 && transform.rescaleIntercept == 0.0;
}

Display GuessedDisplay(const DicomAttributes& attributes, const FrameTransform& transform,
                       const std::vector<ValueCount>& values, std::vector<std::string>& warnings)
{
  constexpr double LeastReadyContrast = 64.0;
  const std::optional<VoiWindow> percentiles = PercentileWindow(values);
  const bool isReady = IsReadyToShow(attributes, transform) &&
                       (!percentiles || percentiles->width >= LeastReadyContrast);
  if (percentiles && !isReady)
  {
    warnings.push_back("No usable window is given; the values from " +
                       std::to_string(percentiles->center - percentiles->width / 2) + " to " +
                       std::to_string(percentiles->center + percentiles->width / 2) +
                       " (0.5 to 99.5 % of the pixels) are shown.");
    return DisplayThrough(*percentiles);
  }
  // A constant picture, or one ready to show: the whole range of the stored values.
  const double range = (1 << std::clamp(attributes.bitsStored, 1, 16)) - 1;
  const double low = attributes.isSigned ? -(range + 1) / 2 : 0.0;
  const double first = low * transform.rescaleSlope + transform.rescaleIntercept;
  const double last = (low + range) * transform.rescaleSlope + transform.rescaleIntercept;
  return DisplayThrough(
      {(first + last) / 2, std::abs(last - first), VoiWindow::Function::LinearExact});
}

void FillDisplay(const Display& display, bool isInverted, PatternTable& table)
{
  for (std::size_t i = 0; i < table.display.size(); ++i)
  {
    const std::uint8_t shade = display.shadeOf(table.modality[i]);
    table.display[i] = isInverted ? static_cast<std::uint8_t>(255 - shade) : shade;
  }
}

// All that a frame's patterns become.
struct ShownPatterns
{
  PatternTable table;
  VoiWindow window;
  std::vector<std::string> warnings;
};

template <typename Pattern>
ShownPatterns ChooseDisplay(const DicomAttributes& attributes, const FrameTransform& transform,
                            const cv::Mat& stored)
{
  const bool isInverted = attributes.acquisition.photometricInterpretation == "MONOCHROME1";
  ShownPatterns shown;
  PatternTable& table = shown.table;
  table = PatternTableFor(attributes, transform, 8 * static_cast<int>(sizeof(Pattern)));
  std::optional<Display> display = GivenDisplay(transform);
  const bool isGiven = display.has_value();
  if (isGiven)
  {
    FillDisplay(*display, isInverted, table);
  }
  if (!isGiven || !HasTwoShades<Pattern>(stored, table))
  {
    const std::vector<ValueCount> values =
        ValuesOf(CountPatterns<Pattern>(stored, table.modality.size()), table);
    const bool isUseless = isGiven && !AreConstant(values);
    if (isUseless)
    {
      shown.warnings.push_back(OneShadeWarning(transform));
    }
    if (!isGiven || isUseless)
    {
      display = GuessedDisplay(attributes, transform, values, shown.warnings);
      FillDisplay(*display, isInverted, table);
    }
  }
  shown.window = display->window;
  return shown;
}

template <typename Pattern>
GrayPicture Show(const DicomAttributes& attributes, const FrameTransform& transform,
                 const cv::Mat& stored)
{
  ShownPatterns shown = ChooseDisplay<Pattern>(attributes, transform, stored);
  GrayPicture picture;
  picture.warnings = std::move(shown.warnings);
  picture.modalityValues.create(stored.size(), CV_32FC1);
  picture.display.create(stored.size(), CV_8UC1);
  LookUpAll<Pattern>(stored, shown.table, picture);
  return picture;
}

}  // namespace

GrayPicture ShowGray(const DicomAttributes& attributes, const FrameTransform& transform,
                     const cv::Mat& stored)
{
  return stored.depth() == CV_8U ? Show<std::uint8_t>(attributes, transform, stored)
                                 : Show<std::uint16_t>(attributes, transform, stored);
}

VoiWindow ShownWindow(const DicomAttributes& attributes, const FrameTransform& transform,
                      const cv::Mat& stored)
{
  return stored.depth() == CV_8U
             ? ChooseDisplay<std::uint8_t>(attributes, transform, stored).window
             : ChooseDisplay<std::uint16_t>(attributes, transform, stored).window;
}

}  // namespace vlm
