// SPDX-License-Identifier: GPL-3.0-or-later
// From dataset to file: the last part of DerivedObject.h.
#include <dcmtk/dcmdata/dcostrmb.h>

#include <exception>
#include <utility>

#include "Pixels/DicomValues.h"
#include "Results/DerivedObject.h"

namespace vlm
{
namespace
{

Result<std::string> Encode(DcmFileFormat& file)
{
  constexpr std::size_t metaHeader = 4096;
  const std::size_t size =
      file.getDataset()->calcElementLength(EXS_LittleEndianExplicit, EET_ExplicitLength) +
      metaHeader;
  std::string bytes(size, '\0');
  DcmOutputBufferStream stream(bytes.data(), static_cast<offile_off_t>(size));
  file.transferInit();
  const OFCondition written = file.write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength,
                                         nullptr, EGL_recalcGL, EPD_withoutPadding);
  file.transferEnd();
  if (written.bad())
  {
    return Error{ErrorKind::Internal,
                 std::string("A DICOM object cannot be written: ") + written.text() + "."};
  }
  void* data = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(data, length);
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

}  // namespace

Result<std::string> EncodeDicom(DcmDataset& dataset)
{
  // Takes the dataset in, without copying its pixels, and lets it go again.
  DcmFileFormat file(&dataset, OFFalse);
  try
  {
    Result<std::string> bytes = Encode(file);
    file.getAndRemoveDataset();
    return bytes;
  }
  catch (const std::exception& exception)
  {
    file.getAndRemoveDataset();
    return Error{ErrorKind::Internal,
                 std::string("A DICOM object cannot be written: ") + exception.what() + "."};
  }
}

Result<ResultObject> FinishedObject(ResultKind kind, DcmDataset& dataset)
{
  Result<std::string> dicom = EncodeDicom(dataset);
  if (!dicom.HasValue())
  {
    return dicom.Failure();
  }
  return ResultObject{kind, AsciiOf(dataset, DCM_SOPInstanceUID), std::move(dicom.Value())};
}

}  // namespace vlm
