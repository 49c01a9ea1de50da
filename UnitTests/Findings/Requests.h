// SPDX-License-Identifier: GPL-3.0-or-later
// Requests as the parser's tests need them.
#pragma once

#include "Model/VisionModel.h"

namespace vlm
{

// `count` full views of images of 1000 columns and 500 rows: a thousandth is 1 column, half a row.
inline ModelRequest RequestOf(int count)
{
  ModelRequest request;
  for (int i = 0; i < count; ++i)
  {
    request.images.push_back(
        {cv::Mat(), {}, ImageCoordinates(cv::Size(1000, 500), cv::Size(1000, 500))});
  }
  return request;
}

}  // namespace vlm
