// SPDX-License-Identifier: GPL-3.0-or-later
// The elements of a DICOM object before its pixel data, parsed by DCMTK within fixed bounds of
// memory and stack.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcfilefo.h>

#include <cstddef>
#include <memory>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

struct DicomHeader
{
  std::unique_ptr<DcmFileFormat> file;
  std::string transferSyntaxUid;
  bool hasPixelData = false;  // (7FE0,0010) follows the header

  DcmDataset& Dataset() const { return *file->getDataset(); }
};

// Parses up to (7FE0,0010) or the end. The meta header may be missing.
// Errors: CorruptDicom (not DICOM, or ends early), TooLarge (over the bounds below).
Result<DicomHeader> ParseDicomHeader(const void* bytes, std::size_t size);

// What precedes the pixel data may have this many bytes, after inflation of deflated objects.
constexpr long long MaximumHeaderBytes = 128LL * 1024 * 1024;
// Each element takes a few reads: bounds the number of elements, thus memory, to about 2 million.
constexpr long long MaximumHeaderReads = 8LL * 1000 * 1000;

}  // namespace vlm
