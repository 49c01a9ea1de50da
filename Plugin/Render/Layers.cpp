// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Layers.h"

#include <algorithm>
#include <exception>

#include "Render/FontMapLease.h"
#include "Render/ImageLayers.h"
#include "Render/SheetLayers.h"

namespace vlm
{

namespace
{

Result<void> CheckFrame(const Frame& frame)
{
  if (frame.display.empty())
  {
    return Error{ErrorKind::BadInput, "The frame has no pixels to draw."};
  }
  if (frame.display.type() != CV_8UC1 && frame.display.type() != CV_8UC3)
  {
    return Error{ErrorKind::Internal, "A frame's display must have one or three 8-bit channels."};
  }
  return {};
}

Result<cv::Mat> DrawLayer(Layer layer, const LayerSubject& subject)
{
  switch (layer)
  {
    case Layer::Comparison:
      return DrawComparison(subject);
    case Layer::Statistics:
      return DrawStatistics(subject);
    case Layer::Illustration:
      return DrawIllustration(subject);
    default:
      return DrawImageLayer(layer, subject);
  }
}

// Runs `draw` with fonts at hand; what libraries throw (cv::Exception, std::bad_alloc) is an Error.
template <typename Draw>
Result<cv::Mat> Guarded(const Draw& draw)
{
  try
  {
    const FontMapLease fonts;
    return draw();
  }
  catch (const std::exception& failure)
  {
    return Error{ErrorKind::Internal, std::string("Drawing failed: ") + failure.what()};
  }
}

}  // namespace

const std::vector<std::string>& LayerNames()
{
  static const std::vector<std::string> names = {"original",   "annotated",  "heatmap",
                                                 "comparison", "statistics", "illustration"};
  return names;
}

std::optional<Layer> LayerFromName(std::string_view name)
{
  const auto& names = LayerNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
  {
    return std::nullopt;
  }
  return static_cast<Layer>(found - names.begin());
}

Result<cv::Mat> RenderLayer(Layer layer, const Frame& frame,
                            const std::vector<ModelledFinding>& findings,
                            const LayerOptions& options)
{
  const bool hasFinding =
      !options.finding ||
      (*options.finding >= 0 && static_cast<std::size_t>(*options.finding) < findings.size());
  if (!hasFinding)
  {
    return Error{ErrorKind::BadInput, "finding is " + std::to_string(*options.finding) +
                                          "; this image has " + std::to_string(findings.size()) +
                                          ", counted from 0."};
  }
  const auto checked = CheckFrame(frame);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  const LayerSubject subject{frame, findings, options, Phrasebook::Of(options.language)};
  return Guarded([&] { return DrawLayer(layer, subject); });
}

Result<cv::Mat> RenderSeriesPlate(const std::vector<KeyImage>& images, const LayerOptions& options,
                                  const ImagesLeftOut& leftOut)
{
  if (images.empty())
  {
    return Error{ErrorKind::BadInput, "There is no image to draw."};
  }
  for (const KeyImage& image : images)
  {
    const auto checked = CheckFrame(image.frame);
    if (!checked.HasValue())
    {
      return checked.Failure();
    }
  }
  return Guarded([&] { return DrawSeriesPlate(images, options, leftOut); });
}

}  // namespace vlm
