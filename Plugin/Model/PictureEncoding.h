// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as the bytes that are sent: encoded anew from pixels, so that nothing else can be in
// it.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

enum class ImageFormat
{
  Jpeg,  // quality 92: about a third of PNG's bytes. Colour is not subsampled; where OpenCV cannot
         // avoid that (before 4.7), colour pictures are PNG
  Png    // lossless
};

struct EncodedPicture
{
  std::string mimeType;  // "image/jpeg" or "image/png"
  std::string bytes;
  std::string sha256;  // hexadecimal, of `bytes`
};

// `picture`: CV_8UC1, or CV_8UC3 in BGR order. Errors: BadInput (empty, another type), Internal.
Result<EncodedPicture> EncodePicture(const cv::Mat& picture, ImageFormat format);

}  // namespace vlm
