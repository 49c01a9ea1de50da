// SPDX-License-Identifier: GPL-3.0-or-later
#include <opencv2/imgcodecs.hpp>

#include "Render/Layers.h"

namespace vlm
{

Result<std::string> EncodePng(const cv::Mat& picture)
{
  // No IMWRITE_PNG_COMPRESSION: without it OpenCV takes zlib's fastest level with the Sub filter
  // alone; with it libpng tries all filters. Measured on annotated 512 x 512: 3.9 ms and 115 kB,
  // against 7.1 ms and 103 kB at level 1 with all filters, or 3.6 ms and 155 kB by run lengths.
  const std::vector<int> fast = {cv::IMWRITE_PNG_STRATEGY, cv::IMWRITE_PNG_STRATEGY_DEFAULT};
  try
  {
    std::vector<uchar> bytes;
    if (picture.empty() || !cv::imencode(".png", picture, bytes, fast))
    {
      return Error{ErrorKind::Internal, "The picture could not be written as PNG."};
    }
    return std::string(bytes.begin(), bytes.end());
  }
  catch (const std::exception& failure)  // cv::Exception, std::bad_alloc
  {
    return Error{ErrorKind::Internal, std::string("Writing PNG failed: ") + failure.what()};
  }
}

}  // namespace vlm
