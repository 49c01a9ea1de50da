// SPDX-License-Identifier: GPL-3.0-or-later
// One frame as it is stored: what DICOM says of it, and its decoded pixels.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Pixels/DicomAttributes.h"
#include "Pixels/KeyFrameSelection.h"

namespace vlm
{

struct StoredFrame
{
  DicomAttributes attributes;
  cv::Mat pixels;  // as OrthancApi::DecodeFrame gives them
};

// Errors: NotFound, NoPixels, CorruptDicom, UndecodablePixels, TooLarge, BadInput (no such frame),
// StorageFailed, NotReady.
Result<StoredFrame> LoadStoredFrame(const OrthancApi& api, const FrameReference& reference);

// The DICOM file of an instance. Errors: NotFound, TooLarge (over 512 MB), StorageFailed, NotReady.
Result<std::string> LoadDicomFile(const OrthancApi& api, const std::string& instanceId);

}  // namespace vlm
