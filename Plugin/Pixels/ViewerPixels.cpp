// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/ViewerPixels.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "Pixels/FrameAssembly.h"
#include "Pixels/GrayPicture.h"
#include "Pixels/PatternTable.h"
#include "Pixels/VoiLut.h"

namespace vlm
{
namespace
{

Error Unexpected(const std::exception& problem)
{
  return {ErrorKind::Internal,
          std::string("The pixels cannot be made ready: ") + problem.what() + "."};
}

// `valueOf` says what a pattern of bits becomes.
template <typename Pattern, typename Value, typename ValueOf>
cv::Mat Mapped(const cv::Mat& stored, const ValueOf& valueOf)
{
  std::vector<Value> table(std::size_t{1} << (8 * sizeof(Pattern)));
  for (std::size_t pattern = 0; pattern < table.size(); ++pattern)
  {
    table[pattern] = static_cast<Value>(valueOf(static_cast<unsigned>(pattern)));
  }
  cv::Mat pixels(stored.size(), cv::traits::Type<Value>::value);
  for (int row = 0; row < stored.rows; ++row)
  {
    const auto* from = stored.ptr<Pattern>(row);
    std::transform(from, from + stored.cols, pixels.ptr<Value>(row),
                   [&](Pattern pattern) { return table[pattern]; });
  }
  return pixels;
}

template <typename Pattern>
cv::Mat GrayPixels(const DicomAttributes& attributes, const FrameTransform& transform,
                   const cv::Mat& stored)
{
  const int bits = UsedBits(attributes, 8 * static_cast<int>(sizeof(Pattern)));
  const bool isSigned = attributes.isSigned;
  const auto storedValue = [&](unsigned pattern) { return StoredValueOf(pattern, bits, isSigned); };
  if (transform.modalityLut)
  {
    return Mapped<Pattern, std::uint16_t>(
        stored,
        [&](unsigned pattern) { return LookUp(*transform.modalityLut, storedValue(pattern)); });
  }
  if (isSigned)
  {
    return Mapped<Pattern, std::int16_t>(stored, storedValue);
  }
  return bits <= 8 ? Mapped<Pattern, std::uint8_t>(stored, storedValue)
                   : Mapped<Pattern, std::uint16_t>(stored, storedValue);
}

ViewerPixels OfGray(const DicomAttributes& attributes, const FrameTransform& transform,
                    const cv::Mat& stored)
{
  ViewerPixels viewer;
  viewer.pixels = stored.depth() == CV_8U
                      ? GrayPixels<std::uint8_t>(attributes, transform, stored)
                      : GrayPixels<std::uint16_t>(attributes, transform, stored);
  if (!transform.modalityLut)
  {
    viewer.slope = transform.rescaleSlope;
    viewer.intercept = transform.rescaleIntercept;
  }
  viewer.window = ShownWindow(attributes, transform, stored);
  viewer.isInverted = attributes.acquisition.photometricInterpretation == "MONOCHROME1";
  return viewer;
}

Result<ViewerPixels> OfColour(const DicomAttributes& attributes, const cv::Mat& stored, int frame)
{
  const auto assembled = AssembleFrame(attributes, stored, frame, "");
  if (!assembled.HasValue())
  {
    return assembled.Failure();
  }
  ViewerPixels viewer;
  cv::cvtColor(assembled.Value().display, viewer.pixels, cv::COLOR_BGR2RGB);
  viewer.window = {128.0, 256.0, VoiWindow::Function::Linear};  // 0 to 255 as they are
  return viewer;
}

}  // namespace

Result<ViewerPixels> ViewerPixelsOf(const DicomAttributes& attributes, const cv::Mat& stored,
                                    int frame)
{
  try
  {
    const auto checked = CheckDecoded(attributes, stored, frame);
    if (!checked.HasValue())
    {
      return checked.Failure();
    }
    return stored.channels() == 3
               ? OfColour(attributes, stored, frame)
               : Result<ViewerPixels>(OfGray(attributes, attributes.TransformOf(frame), stored));
  }
  catch (const std::exception& problem)
  {
    return Unexpected(problem);
  }
}

Result<cv::Mat> ShrunkTo(const cv::Mat& pixels, int columns)
{
  if (columns >= pixels.cols)
  {
    return pixels;
  }
  try
  {
    const double rows = static_cast<double>(pixels.rows) * columns / pixels.cols;
    cv::Mat shrunk;
    cv::resize(pixels, shrunk, {columns, std::max(1, static_cast<int>(std::lround(rows)))}, 0, 0,
               cv::INTER_AREA);
    return shrunk;
  }
  catch (const std::exception& problem)
  {
    return Unexpected(problem);
  }
}

}  // namespace vlm
