// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/DicomPicture.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmimage/diregist.h>  // colour; registers itself
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <exception>
#include <opencv2/core.hpp>

#include "Pixels/DicomAttributes.h"
#include "Pixels/FrameAssembly.h"

namespace vlm
{
namespace
{

void RegisterCodecs()
{
  static const bool isRegistered = []
  {
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    return true;
  }();
  static_cast<void>(isRegistered);
}

bool IsGrey(const DicomAttributes& attributes)
{
  return attributes.samplesPerPixel == 1 &&
         attributes.acquisition.photometricInterpretation.rfind("MONOCHROME", 0) == 0;
}

// Stored values; empty: they cannot be decoded.
cv::Mat DecodeGrey(DcmDataset& dataset, const DicomAttributes& attributes, int frame)
{
  const int wide = attributes.isSigned ? CV_16SC1 : CV_16UC1;
  cv::Mat stored(attributes.rows, attributes.columns,
                 attributes.bitsAllocated == 8 ? CV_8UC1 : wide);
  const auto size = stored.total() * stored.elemSize();
  DcmElement* pixels = nullptr;
  Uint32 frameSize = 0;
  if (dataset.findAndGetElement(DCM_PixelData, pixels).bad() ||
      pixels->getUncompressedFrameSize(&dataset, frameSize).bad() || frameSize != size)
  {
    return {};
  }
  Uint32 fragment = 0;
  OFString colourModel;
  const auto decoded =
      pixels->getUncompressedFrame(&dataset, static_cast<Uint32>(frame), fragment, stored.data,
                                   static_cast<Uint32>(size), colourModel);
  return decoded.good() ? stored : cv::Mat();
}

// RGB, R first; empty: it cannot be decoded.
cv::Mat DecodeColour(DcmDataset& dataset, const DicomAttributes& attributes, int frame)
{
  constexpr int bits = 8;
  DicomImage image(&dataset, dataset.getOriginalXfer(), CIF_UsePartialAccessToPixelData,
                   static_cast<unsigned long>(frame), 1);
  cv::Mat stored(attributes.rows, attributes.columns, CV_8UC3);
  const auto size = static_cast<unsigned long>(stored.total() * stored.elemSize());
  const bool isUsable = image.getStatus() == EIS_Normal && !image.isMonochrome() &&
                        image.getOutputDataSize(bits) == size;
  return isUsable && image.getOutputData(stored.data, size, bits) != 0 ? stored : cv::Mat();
}

cv::Mat Decode(const std::string& bytes, const DicomAttributes& attributes, int frame)
{
  RegisterCodecs();
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  DcmFileFormat file;
  file.transferInit();
  const OFCondition read = file.read(stream);
  file.transferEnd();
  if (read.bad())
  {
    return {};
  }
  DcmDataset& dataset = *file.getDataset();
  return IsGrey(attributes) ? DecodeGrey(dataset, attributes, frame)
                            : DecodeColour(dataset, attributes, frame);
}

}  // namespace

Result<Frame> ReadDicomFrame(const std::string& bytes, int frame, const std::string& name)
{
  // Also refuses what is too large or too deeply nested for DCMTK.
  const auto attributes = ReadDicomAttributes(bytes.data(), bytes.size());
  if (!attributes.HasValue())
  {
    return attributes.Failure();
  }
  if (frame < 0 || frame >= attributes.Value().frames)
  {
    return Error{ErrorKind::BadInput, "frame is " + std::to_string(frame) + "; " + name +
                                          " has frames 0 to " +
                                          std::to_string(attributes.Value().frames - 1) + "."};
  }
  cv::Mat stored;
  try
  {
    stored = Decode(bytes, attributes.Value(), frame);
  }
  catch (const std::exception&)
  {
    // As any other pixels that cannot be decoded.
  }
  if (stored.empty())
  {
    return Error{ErrorKind::UndecodablePixels,
                 name + " cannot be decoded (transfer syntax " +
                     attributes.Value().acquisition.transferSyntaxUid +
                     "); dcmdjpeg or gdcmconv --raw may help."};
  }
  return AssembleFrame(attributes.Value(), stored, frame, name);
}

}  // namespace vlm
