// SPDX-License-Identifier: GPL-3.0-or-later
// What DICOM would say of stored pixels that a test makes.
#pragma once

#include <opencv2/core.hpp>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

// Of one frame of `stored`: 8 or 16 bits allocated as its depth says, MONOCHROME2.
inline DicomAttributes Attributes(const cv::Mat& stored, int bitsStored)
{
  DicomAttributes attributes;
  attributes.rows = stored.rows;
  attributes.columns = stored.cols;
  attributes.bitsAllocated = stored.depth() == CV_8U ? 8 : 16;
  attributes.bitsStored = bitsStored;
  attributes.samplesPerPixel = stored.channels();
  attributes.acquisition.photometricInterpretation = "MONOCHROME2";
  attributes.transforms.resize(1);
  return attributes;
}

}  // namespace vlm
