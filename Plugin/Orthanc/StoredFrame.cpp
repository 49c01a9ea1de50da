// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/StoredFrame.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "Pixels/FrameAssembly.h"

namespace vlm
{
namespace
{

// Larger files are not read into memory.
constexpr long long LargestFile = 512LL * 1024 * 1024;

}  // namespace

Result<std::string> LoadDicomFile(const OrthancApi& api, const std::string& instanceId)
{
  const auto size = api.Get("/instances/" + instanceId + "/attachments/dicom/size");
  if (!size.HasValue())
  {
    return size.Failure();
  }
  if (std::atoll(size.Value().c_str()) > LargestFile)
  {
    return Error{ErrorKind::TooLarge, "The DICOM file has " + size.Value() + " bytes; at most " +
                                          std::to_string(LargestFile) + " are read."};
  }
  return api.DicomFile(instanceId);
}

Result<StoredFrame> LoadStoredFrame(const OrthancApi& api, const FrameReference& reference)
{
  const auto file = LoadDicomFile(api, reference.orthancId);
  if (!file.HasValue())
  {
    return file.Failure();
  }
  auto attributes = ReadDicomAttributes(file.Value().data(), file.Value().size());
  if (!attributes.HasValue())
  {
    return attributes.Failure();
  }
  if (reference.frame < 0 || reference.frame >= attributes.Value().frames)
  {
    return Error{ErrorKind::BadInput, "frame is " + std::to_string(reference.frame) +
                                          "; this instance has frames 0 to " +
                                          std::to_string(attributes.Value().frames - 1) + "."};
  }
  auto pixels = api.DecodeFrame(file.Value(), reference.frame);
  if (!pixels.HasValue())
  {
    return Error{ErrorKind::UndecodablePixels,
                 pixels.Failure().message + " " + ExplainUndecodable(attributes.Value())};
  }
  return StoredFrame{std::move(attributes).Value(), std::move(pixels).Value()};
}

}  // namespace vlm
