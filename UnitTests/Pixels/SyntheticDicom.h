// SPDX-License-Identifier: GPL-3.0-or-later
// Small DICOM objects made in memory by DCMTK, for tests.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <string>
#include <vector>

namespace vlm
{

// A 2 x 3 image, 16 bits unsigned, MONOCHROME2, CT.
inline DcmFileFormat SmallImage()
{
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, UID_CTImageStorage);
  dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
  dataset.putAndInsertString(DCM_SeriesInstanceUID, "1.2.3");
  dataset.putAndInsertString(DCM_StudyInstanceUID, "1.2");
  dataset.putAndInsertString(DCM_Modality, "CT");
  dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
  dataset.putAndInsertUint16(DCM_Rows, 2);
  dataset.putAndInsertUint16(DCM_Columns, 3);
  dataset.putAndInsertUint16(DCM_BitsAllocated, 16);
  dataset.putAndInsertUint16(DCM_BitsStored, 12);
  dataset.putAndInsertUint16(DCM_HighBit, 11);
  dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
  const std::vector<Uint16> pixels = {0, 1, 2, 3, 4, 5};
  dataset.putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size());
  return file;
}

inline std::string BytesOf(DcmFileFormat& file, E_TransferSyntax syntax = EXS_LittleEndianExplicit)
{
  std::vector<char> buffer(1 << 20);
  DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
  file.transferInit();
  file.write(stream, syntax, EET_UndefinedLength, nullptr);
  file.transferEnd();
  stream.flush();
  void* data = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(data, length);
  return {static_cast<const char*>(data), static_cast<std::size_t>(length)};
}

}  // namespace vlm
