// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded stored values + DICOM attributes -> Frame. The grayscale pipeline of PS3.3 C.11 and PS3.4
// N.2.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "Foundation/Result.h"
#include "Pixels/DicomAttributes.h"
#include "Pixels/Frame.h"

namespace vlm
{

// `stored` is what Orthanc's decoder gives: raw stored values CV_8UC1, CV_16UC1 or CV_16SC1, or RGB
// (CV_8UC3, R first; 16-bit CV_16UC3), for palette and YBR objects too. Its size must be that of
// the attributes. Errors: CorruptDicom (sizes differ), BadInput (no such frame), UndecodablePixels
// (pixel type not listed above).
Result<Frame> AssembleFrame(const DicomAttributes& attributes, const cv::Mat& stored, int frame,
                            const std::string& orthancId);

// Whether `stored` is what the attributes say. Errors: as above.
Result<void> CheckDecoded(const DicomAttributes& attributes, const cv::Mat& stored, int frame);

// A sentence for an administrator: which transfer syntax this is, and which Orthanc plugin decodes
// it.
std::string ExplainUndecodable(const DicomAttributes& attributes);

}  // namespace vlm
