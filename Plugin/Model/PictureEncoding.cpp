// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/PictureEncoding.h"

#include <opencv2/core/version.hpp>
#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "Foundation/Encoding.h"

namespace vlm
{
namespace
{

// Older versions of OpenCV cannot but halve the resolution of colour in JPEG, which would blur
// windows that are sent as colours, Doppler and drawn marks.
#if CV_VERSION_MAJOR > 4 || (CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR >= 7)
constexpr bool IsColourKeptByJpeg = true;
const std::vector<int> ColourSettings = {cv::IMWRITE_JPEG_SAMPLING_FACTOR,
                                         cv::IMWRITE_JPEG_SAMPLING_FACTOR_444};
#else
constexpr bool IsColourKeptByJpeg = false;
const std::vector<int> ColourSettings;
#endif

std::vector<int> JpegSettings()
{
  std::vector<int> settings = {cv::IMWRITE_JPEG_QUALITY, 92};
  settings.insert(settings.end(), ColourSettings.begin(), ColourSettings.end());
  return settings;
}

// The lowest level with one fixed filter: several times faster than the default, little larger.
std::vector<int> PngSettings()
{
  return {cv::IMWRITE_PNG_COMPRESSION, 1, cv::IMWRITE_PNG_STRATEGY,
          cv::IMWRITE_PNG_STRATEGY_DEFAULT};
}

}  // namespace

Result<EncodedPicture> EncodePicture(const cv::Mat& picture, ImageFormat format)
{
  if (picture.empty() || (picture.type() != CV_8UC1 && picture.type() != CV_8UC3))
  {
    return Error{ErrorKind::BadInput,
                 "A picture to send must be 8-bit grey or colour and not empty."};
  }
  const bool isJpeg =
      format == ImageFormat::Jpeg && (picture.channels() == 1 || IsColourKeptByJpeg);
  std::vector<unsigned char> bytes;
  try
  {
    if (!cv::imencode(isJpeg ? ".jpg" : ".png", picture, bytes,
                      isJpeg ? JpegSettings() : PngSettings()))
    {
      return Error{ErrorKind::Internal, "The picture could not be encoded."};
    }
  }
  catch (const cv::Exception& problem)
  {
    return Error{ErrorKind::Internal,
                 std::string("The picture could not be encoded: ") + problem.what()};
  }
  EncodedPicture encoded;
  encoded.mimeType = isJpeg ? "image/jpeg" : "image/png";
  encoded.bytes.assign(bytes.begin(), bytes.end());
  encoded.sha256 = Sha256Hex(encoded.bytes);
  return encoded;
}

}  // namespace vlm
