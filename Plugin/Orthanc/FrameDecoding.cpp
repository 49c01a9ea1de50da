// SPDX-License-Identifier: GPL-3.0-or-later
// How OrthancApi decodes pixels.
#include <memory>

#include "Orthanc/OrthancApi.h"

namespace vlm
{
namespace
{

int TypeOf(OrthancPluginPixelFormat format)
{
  switch (format)
  {
    case OrthancPluginPixelFormat_Grayscale8:
      return CV_8UC1;
    case OrthancPluginPixelFormat_Grayscale16:
      return CV_16UC1;
    case OrthancPluginPixelFormat_SignedGrayscale16:
      return CV_16SC1;
    case OrthancPluginPixelFormat_RGB24:
      return CV_8UC3;
    case OrthancPluginPixelFormat_RGB48:
      return CV_16UC3;
    default:
      return -1;
  }
}

}  // namespace

Result<cv::Mat> OrthancApi::PixelsOf(OrthancPluginImage* decoded) const
{
  const auto release = [this](OrthancPluginImage* image)
  { OrthancPluginFreeImage(context_, image); };
  const std::unique_ptr<OrthancPluginImage, decltype(release)> image(decoded, release);
  if (image == nullptr)
  {
    return Error{ErrorKind::UndecodablePixels, "Orthanc cannot decode the pixel data."};
  }
  const auto format = OrthancPluginGetImagePixelFormat(context_, image.get());
  const int type = TypeOf(format);
  if (type < 0)
  {
    return Error{ErrorKind::UndecodablePixels, "Orthanc decodes the pixels to format " +
                                                   std::to_string(static_cast<int>(format)) +
                                                   ", which this plugin does not read."};
  }
  const cv::Mat borrowed(static_cast<int>(OrthancPluginGetImageHeight(context_, image.get())),
                         static_cast<int>(OrthancPluginGetImageWidth(context_, image.get())), type,
                         OrthancPluginGetImageBuffer(context_, image.get()),
                         OrthancPluginGetImagePitch(context_, image.get()));
  return borrowed.clone();
}

Result<cv::Mat> OrthancApi::DecodeFrame(const std::string& dicomFile, int frame) const
{
  return PixelsOf(OrthancPluginDecodeDicomImage(context_, dicomFile.data(),
                                                static_cast<std::uint32_t>(dicomFile.size()),
                                                static_cast<std::uint32_t>(frame)));
}

void OrthancApi::DecodeFrames(
    const std::string& dicomFile, const std::vector<int>& frames,
    const std::function<void(int frame, const Result<cv::Mat>&)>& use) const
{
  const auto release = [this](OrthancPluginDicomInstance* instance)
  { OrthancPluginFreeDicomInstance(context_, instance); };
  const std::unique_ptr<OrthancPluginDicomInstance, decltype(release)> instance(
      frames.size() < 2
          ? nullptr
          : OrthancPluginCreateDicomInstance(context_, dicomFile.data(),
                                             static_cast<std::uint32_t>(dicomFile.size())),
      release);
  for (const int frame : frames)
  {
    use(frame, instance == nullptr
                   ? DecodeFrame(dicomFile, frame)
                   : PixelsOf(OrthancPluginGetInstanceDecodedFrame(
                         context_, instance.get(), static_cast<std::uint32_t>(frame))));
  }
}

}  // namespace vlm
