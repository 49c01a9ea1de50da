// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameAssembly.h"

#include <algorithm>
#include <exception>
#include <opencv2/imgproc.hpp>

#include "Pixels/GrayPicture.h"

namespace vlm
{
namespace
{

std::string SizeText(int rows, int columns)
{
  return std::to_string(rows) + " rows and " + std::to_string(columns) + " columns";
}

cv::Mat ShowColour(const DicomAttributes& attributes, const cv::Mat& stored)
{
  cv::Mat bytes = stored;
  if (stored.depth() == CV_16U)
  {
    const int bits = std::clamp(attributes.bitsStored, 1, 16);
    stored.convertTo(bytes, CV_8U, 255.0 / ((1 << bits) - 1));
  }
  cv::Mat display;
  cv::cvtColor(bytes, display, cv::COLOR_RGB2BGR);
  return display;
}

Frame Assemble(const DicomAttributes& attributes, const cv::Mat& stored, int frame,
               const std::string& orthancId)
{
  const FrameTransform& transform = attributes.TransformOf(frame);
  Frame assembled;
  assembled.identity = {orthancId, attributes.sopInstanceUid, attributes.seriesInstanceUid,
                        attributes.studyInstanceUid, frame};
  assembled.acquisition = attributes.acquisition;
  assembled.acquisition.rescaleType = transform.rescaleType;
  assembled.spacing = transform.spacing;
  assembled.imageOrientationPatient = transform.imageOrientationPatient;
  assembled.imagePositionPatient = transform.imagePositionPatient;
  assembled.patientOrientation = transform.patientOrientation;
  assembled.warnings = transform.warnings;
  if (stored.channels() == 3)
  {
    assembled.display = ShowColour(attributes, stored);
    return assembled;
  }
  GrayPicture picture = ShowGray(attributes, transform, stored);
  assembled.modalityValues = std::move(picture.modalityValues);
  assembled.display = std::move(picture.display);
  assembled.warnings.insert(assembled.warnings.end(), picture.warnings.begin(),
                            picture.warnings.end());
  return assembled;
}

}  // namespace

Result<void> CheckDecoded(const DicomAttributes& attributes, const cv::Mat& stored, int frame)
{
  const bool hasTransform =
      attributes.transforms.size() == 1 ||
      (frame >= 0 && static_cast<std::size_t>(frame) < attributes.transforms.size());
  if (frame < 0 || frame >= attributes.frames || !hasTransform)
  {
    return Error{ErrorKind::BadInput, "There is no frame " + std::to_string(frame) +
                                          "; the instance has frames 0 to " +
                                          std::to_string(attributes.frames - 1) + "."};
  }
  if (stored.empty() || stored.dims != 2 || stored.rows != attributes.rows ||
      stored.cols != attributes.columns)
  {
    return Error{ErrorKind::CorruptDicom, "The decoded frame has " +
                                              SizeText(stored.rows, stored.cols) +
                                              ", the DICOM header says " +
                                              SizeText(attributes.rows, attributes.columns) + "."};
  }
  const int type = stored.type();
  if (type != CV_8UC1 && type != CV_16UC1 && type != CV_16SC1 && type != CV_8UC3 &&
      type != CV_16UC3)
  {
    return Error{ErrorKind::UndecodablePixels,
                 "The decoded frame has pixel type " + cv::typeToString(type) +
                     "; supported are 8 and 16 bits, grayscale and RGB."};
  }
  return {};
}

Result<Frame> AssembleFrame(const DicomAttributes& attributes, const cv::Mat& stored, int frame,
                            const std::string& orthancId)
{
  try
  {
    if (const Result<void> check = CheckDecoded(attributes, stored, frame); !check.HasValue())
    {
      return check.Failure();
    }
    return Assemble(attributes, stored, frame, orthancId);
  }
  catch (const std::exception& exception)
  {
    return Error{ErrorKind::Internal,
                 std::string("The frame cannot be assembled: ") + exception.what() + "."};
  }
}

}  // namespace vlm
