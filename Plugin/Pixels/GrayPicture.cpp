// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/GrayPicture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>

#include "Pixels/PercentileWindow.h"
#include "Pixels/VoiLut.h"

namespace vlm
{
namespace
{

using DisplayFunction = std::function<std::uint8_t(double)>;

// One entry for each pattern of 8 or 16 bits that a pixel can have.
struct PatternTable
{
  std::vector<float> modality;
  std::vector<std::uint8_t> display;
  std::vector<bool> isPadding;
};

// The meaning of a pattern: bits above BitsStored may hold overlays (retired, PS3.5 8.1.1) and are
// dropped, or are replaced by the sign.
int StoredValueOf(unsigned pattern, int bits, bool isSigned)
{
  const unsigned value = pattern & ((1U << bits) - 1U);
  const bool isNegative = isSigned && (value >> (bits - 1)) != 0;
  return static_cast<int>(value) - (isNegative ? 1 << bits : 0);
}

// PS3.3 C.7.5.1.1.2: padding is one stored value, or the range up to the limit in either direction.
bool IsPadding(const DicomAttributes& attributes, int stored)
{
  if (!attributes.pixelPaddingValue)
  {
    return false;
  }
  const double value = *attributes.pixelPaddingValue;
  const double limit = attributes.pixelPaddingRangeLimit.value_or(value);
  return stored >= std::min(value, limit) && stored <= std::max(value, limit);
}

PatternTable TableFor(const DicomAttributes& attributes, const FrameTransform& transform,
                      int pixelBits)
{
  const unsigned patterns = 1U << pixelBits;
  const int bits =
      attributes.bitsStored >= 1 ? std::min(attributes.bitsStored, pixelBits) : pixelBits;
  PatternTable table;
  table.modality.resize(patterns);
  table.display.resize(patterns);
  table.isPadding.resize(patterns);
  for (unsigned pattern = 0; pattern < patterns; ++pattern)
  {
    const int stored = StoredValueOf(pattern, bits, attributes.isSigned);
    const double value = transform.modalityLut
                             ? LookUp(*transform.modalityLut, stored)
                             : stored * transform.rescaleSlope + transform.rescaleIntercept;
    table.modality[pattern] = static_cast<float>(value);
    table.isPadding[pattern] = IsPadding(attributes, stored);
  }
  return table;
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
std::optional<DisplayFunction> GivenDisplay(const FrameTransform& transform)
{
  if (transform.window)
  {
    return [window = *transform.window](double value) { return ApplyWindow(window, value); };
  }
  if (transform.voiLut)
  {
    return [lut = transform.voiLut](double value) { return ApplyVoiLut(*lut, value); };
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

DisplayFunction GuessedDisplay(const DicomAttributes& attributes, const FrameTransform& transform,
                               const std::vector<ValueCount>& values,
                               std::vector<std::string>& warnings)
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
    return [window = *percentiles](double value) { return ApplyWindow(window, value); };
  }
  // A constant picture, or one ready to show: the whole range of the stored values.
  const double range = (1 << std::clamp(attributes.bitsStored, 1, 16)) - 1;
  const double low = attributes.isSigned ? -(range + 1) / 2 : 0.0;
  const double first = low * transform.rescaleSlope + transform.rescaleIntercept;
  const double last = (low + range) * transform.rescaleSlope + transform.rescaleIntercept;
  const VoiWindow whole{(first + last) / 2, std::abs(last - first),
                        VoiWindow::Function::LinearExact};
  return [whole](double value) { return ApplyWindow(whole, value); };
}

void FillDisplay(const DisplayFunction& display, bool isInverted, PatternTable& table)
{
  for (std::size_t i = 0; i < table.display.size(); ++i)
  {
    const std::uint8_t shade = display(table.modality[i]);
    table.display[i] = isInverted ? static_cast<std::uint8_t>(255 - shade) : shade;
  }
}

template <typename Pattern>
GrayPicture Show(const DicomAttributes& attributes, const FrameTransform& transform,
                 const cv::Mat& stored)
{
  const bool isInverted = attributes.acquisition.photometricInterpretation == "MONOCHROME1";
  PatternTable table = TableFor(attributes, transform, 8 * static_cast<int>(sizeof(Pattern)));
  GrayPicture picture;
  const std::optional<DisplayFunction> given = GivenDisplay(transform);
  if (given)
  {
    FillDisplay(*given, isInverted, table);
  }
  if (!given || !HasTwoShades<Pattern>(stored, table))
  {
    const std::vector<ValueCount> values =
        ValuesOf(CountPatterns<Pattern>(stored, table.modality.size()), table);
    const bool isUseless = given && !AreConstant(values);
    if (isUseless)
    {
      picture.warnings.push_back(OneShadeWarning(transform));
    }
    if (!given || isUseless)
    {
      FillDisplay(GuessedDisplay(attributes, transform, values, picture.warnings), isInverted,
                  table);
    }
  }
  picture.modalityValues.create(stored.size(), CV_32FC1);
  picture.display.create(stored.size(), CV_8UC1);
  LookUpAll<Pattern>(stored, table, picture);
  return picture;
}

}  // namespace

GrayPicture ShowGray(const DicomAttributes& attributes, const FrameTransform& transform,
                     const cv::Mat& stored)
{
  return stored.depth() == CV_8U ? Show<std::uint8_t>(attributes, transform, stored)
                                 : Show<std::uint16_t>(attributes, transform, stored);
}

}  // namespace vlm
