// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameContent.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <opencv2/imgproc.hpp>

#include "Pixels/FrameAssembly.h"

namespace vlm
{
namespace
{

// What the values of a stack are looked at through.
struct StackWindow
{
  float low = 0.0F;
  float high = 1.0F;
  float tissue = 0.0F;  // above: of the patient
};

// Pooled over a stack, so that an empty slice is not stretched until its noise looks like a body.
StackWindow WindowOf(const std::vector<FrameThumbnail>& thumbnails)
{
  constexpr StackWindow hounsfield = {-1000.0F, 400.0F, -400.0F};
  constexpr double clippedBelow = 0.01;
  constexpr double clippedAbove = 0.995;
  constexpr float background = 0.125F;
  if (std::all_of(thumbnails.begin(), thumbnails.end(),
                  [](const FrameThumbnail& one) { return one.isHounsfield; }))
  {
    return hounsfield;
  }
  std::vector<float> pooled;
  for (const FrameThumbnail& one : thumbnails)
  {
    std::copy_if(one.values.begin<float>(), one.values.end<float>(), std::back_inserter(pooled),
                 [](float value) { return std::isfinite(value); });
  }
  if (pooled.empty())
  {
    return {};
  }
  const auto at = [&pooled](double share)
  {
    const auto index = static_cast<std::ptrdiff_t>(share * static_cast<double>(pooled.size() - 1));
    std::nth_element(pooled.begin(), pooled.begin() + index, pooled.end());
    return pooled[static_cast<std::size_t>(index)];
  };
  StackWindow window;
  window.low = at(clippedBelow);
  window.high = at(clippedAbove);
  window.tissue = window.low + background * (window.high - window.low);
  return window;
}

double EntropyOf(const cv::Mat& picture)
{
  constexpr int bins = 32;
  std::array<double, bins> counts{};
  for (auto pixel = picture.begin<std::uint8_t>(); pixel != picture.end<std::uint8_t>(); ++pixel)
  {
    counts.at(*pixel * bins / 256) += 1.0;
  }
  double entropy = 0.0;
  for (const double count : counts)
  {
    const double share = count / static_cast<double>(picture.total());
    entropy -= share > 0.0 ? share * std::log2(share) : 0.0;
  }
  return entropy;
}

double EdgeEnergyOf(const cv::Mat& picture)
{
  cv::Mat across;
  cv::Mat down;
  cv::Sobel(picture, across, CV_32F, 1, 0);
  cv::Sobel(picture, down, CV_32F, 0, 1);
  cv::Mat magnitude;
  cv::magnitude(across, down, magnitude);
  return cv::mean(magnitude)[0];
}

FrameContent Measure(const FrameThumbnail& thumbnail, const StackWindow& window)
{
  FrameContent content;
  const double range = std::max(static_cast<double>(window.high - window.low), 1e-12);
  thumbnail.values.convertTo(content.picture, CV_8U, 255.0 / range, -255.0 * window.low / range);
  const cv::Mat isTissue = thumbnail.values > window.tissue;
  content.tissue = static_cast<double>(cv::countNonZero(isTissue)) /
                   static_cast<double>(std::max<std::size_t>(isTissue.total(), 1));
  content.information = EntropyOf(content.picture) * EdgeEnergyOf(content.picture);
  return content;
}

// A picture of one value shows nothing, however bright it is.
bool IsBlank(const FrameContent& content)
{
  double least = 0.0;
  double most = 0.0;
  cv::minMaxLoc(content.picture, &least, &most);
  constexpr double leastRange = 8.0;  // of 255
  return most - least < leastRange;
}

// `stored` reduced; what lies between pixels of padding and others is a little wrong, which does
// not matter for shares.
cv::Mat Reduced(const cv::Mat& stored)
{
  const double scale =
      static_cast<double>(ThumbnailSide) / static_cast<double>(std::max(stored.rows, stored.cols));
  if (scale >= 1.0)
  {
    return stored;
  }
  cv::Mat reduced;
  const cv::Size size(std::max(1, static_cast<int>(std::lround(stored.cols * scale))),
                      std::max(1, static_cast<int>(std::lround(stored.rows * scale))));
  cv::resize(stored, reduced, size, 0, 0, cv::INTER_AREA);
  return reduced;
}

// Bits above BitsStored may hold overlays.
cv::Mat WithoutOverlays(const DicomAttributes& attributes, const cv::Mat& stored)
{
  const int bits = stored.depth() == CV_8U ? 8 : 16;
  if (attributes.bitsStored >= bits || stored.depth() == CV_16S)
  {
    return stored;
  }
  return stored & cv::Scalar((1 << std::max(attributes.bitsStored, 1)) - 1);
}

// A modality LUT is passed over: it changes no shares that matter here.
FrameThumbnail Show(const DicomAttributes& attributes, const cv::Mat& stored, int frame)
{
  const FrameTransform& transform = attributes.TransformOf(frame);
  FrameThumbnail thumbnail;
  if (stored.channels() == 3)
  {
    cv::Mat gray;
    cv::cvtColor(Reduced(stored), gray, cv::COLOR_RGB2GRAY);
    gray.convertTo(thumbnail.values, CV_32F);
    return thumbnail;
  }
  const Acquisition& acquisition = attributes.acquisition;
  const bool isInverted = acquisition.photometricInterpretation == "MONOCHROME1";
  const double sign = isInverted ? -1.0 : 1.0;
  Reduced(WithoutOverlays(attributes, stored))
      .convertTo(thumbnail.values, CV_32F, sign * transform.rescaleSlope,
                 sign * transform.rescaleIntercept);
  const std::string& unit = transform.rescaleType;
  thumbnail.isHounsfield = acquisition.modality == "CT" && !isInverted && !transform.modalityLut &&
                           (unit.empty() || unit == "HU" || unit == "HU_MOD");
  return thumbnail;
}

}  // namespace

Result<FrameThumbnail> ThumbnailOf(const DicomAttributes& attributes, const cv::Mat& stored,
                                   int frame)
{
  try
  {
    const auto checked = CheckDecoded(attributes, stored, frame);
    return checked.HasValue() ? Result<FrameThumbnail>(Show(attributes, stored, frame))
                              : checked.Failure();
  }
  catch (const std::exception& exception)
  {
    return Error{ErrorKind::Internal,
                 std::string("The frame cannot be reduced: ") + exception.what() + "."};
  }
}

std::vector<FrameContent> JudgeContents(const std::vector<FrameThumbnail>& thumbnails)
{
  const StackWindow window = WindowOf(thumbnails);
  std::vector<FrameContent> contents;
  std::vector<double> shares;
  for (const FrameThumbnail& thumbnail : thumbnails)
  {
    contents.push_back(Measure(thumbnail, window));
    contents.back().isEmpty = IsBlank(contents.back());
    if (!contents.back().isEmpty)
    {
      shares.push_back(contents.back().tissue);
    }
  }
  std::sort(shares.begin(), shares.end());
  constexpr double leastOfFull = 0.25;
  const double full = shares.empty() ? 0.0 : shares[(shares.size() - 1) * 9 / 10];
  bool isAnyFull = false;
  for (FrameContent& content : contents)
  {
    content.isEmpty = content.isEmpty || content.tissue < leastOfFull * full;
    isAnyFull = isAnyFull || !content.isEmpty;
  }
  for (FrameContent& content : contents)
  {
    content.isEmpty = content.isEmpty && isAnyFull;
  }
  return contents;
}

double DifferenceOf(const FrameContent& a, const FrameContent& b)
{
  if (a.picture.size() != b.picture.size() || a.picture.empty())
  {
    return 1.0;
  }
  return cv::norm(a.picture, b.picture, cv::NORM_L1) / 255.0 /
         static_cast<double>(a.picture.total());
}

}  // namespace vlm
