// SPDX-License-Identifier: GPL-3.0-or-later
// The DICOM header of an image that was analysed: what our own objects copy and refer to.
#pragma once

#include <memory>
#include <string>

#include "Foundation/Result.h"
#include "Pixels/DicomHeader.h"

namespace vlm
{

// UIDs are as stored, without padding, and valid by form (PS3.5 9.1).
struct SourceImage
{
  std::shared_ptr<DicomHeader> header;  // shared: frames of one instance have one header
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string seriesInstanceUid;
  std::string studyInstanceUid;
  std::string modality;      // (0008,0060)
  std::string characterSet;  // (0008,0005), all values with '\' between them
  int frames = 1;
  bool isMultiFrame = false;  // references need a frame number (PS3.3 10.3)
  bool isColour = false;      // (0028,0002) is 3, or PALETTE COLOR

  DcmDataset& Dataset() const { return header->Dataset(); }
};

// Errors: those of ParseDicomHeader; CorruptDicom (a UID that is missing or none).
Result<SourceImage> ReadSourceImage(const std::string& dicomFile);

}  // namespace vlm
