// SPDX-License-Identifier: GPL-3.0-or-later
// A frame of a DICOM file without an Orthanc to decode it: by DCMTK's codecs (uncompressed, RLE,
// JPEG, JPEG-LS; not JPEG 2000), then as the plugin does (Pixels/FrameAssembly.h).
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Errors: those of ReadDicomAttributes and AssembleFrame; UndecodablePixels.
Result<Frame> ReadDicomFrame(const std::string& bytes, int frame, const std::string& name);

}  // namespace vlm
