// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Layers.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "Render/AnomalyMap.h"
#include "Render/Canvas.h"
#include "Render/EllipseOverlay.h"
#include "Render/FindingLabels.h"
#include "Render/FontMapLease.h"
#include "Render/HeatmapOverlay.h"
#include "Render/LabelPlacement.h"
#include "Render/LocatedFinding.h"
#include "Render/OrientationMarks.h"
#include "Render/PictureGeometry.h"
#include "Render/ScaleBar.h"
#include "Render/StandingText.h"

namespace vlm
{

namespace
{

constexpr int SmallestDefaultWidth = 512;  // of drawn layers: below, labels are hard to read

cv::Mat ScaledDisplay(const Frame& frame, cv::Size size)
{
  if (frame.display.size() == size)
  {
    return frame.display;
  }
  const bool isShrunk = size.width < frame.Columns() || size.height < frame.Rows();
  cv::Mat scaled;
  cv::resize(frame.display, scaled, size, 0.0, 0.0, isShrunk ? cv::INTER_AREA : cv::INTER_CUBIC);
  return scaled;
}

cv::Mat WithFourChannels(const cv::Mat& picture)
{
  cv::Mat four;
  cv::cvtColor(picture, four, picture.channels() == 1 ? cv::COLOR_GRAY2BGRA : cv::COLOR_BGR2BGRA);
  return four;
}

void BlendAnomalies(const std::vector<LocatedFinding>& located, const Frame& frame,
                    cv::Mat& picture)
{
  std::vector<const ModelledFinding*> models;
  std::transform(located.begin(), located.end(), std::back_inserter(models),
                 [](const LocatedFinding& finding) { return finding.model; });
  if (!models.empty())
  {
    BlendHeatmap(AnomalyMapOf(models, frame.display.size(), AnomalyGridFor(picture.size())),
                 picture);
  }
}

// Everything that does not move; labels then find their places around it.
void DrawSurroundings(Canvas& canvas, PictureSpace& space, const Frame& frame,
                      const PictureGeometry& geometry)
{
  DrawDisclaimer(canvas, space);
  DrawScaleBar(canvas, space, frame, geometry);
  DrawOrientationMarks(canvas, space, EdgeLettersOf(frame));
}

// What is drawn, and where.
struct Scene
{
  Layer layer;
  const Frame& frame;
  PictureGeometry geometry;
  std::vector<LocatedFinding> located;
};

Result<void> DrawOver(cv::Mat& picture, const Scene& scene)
{
  auto made = Canvas::Over(picture);
  if (!made.HasValue())
  {
    return made.Failure();
  }
  Canvas& canvas = made.Value();
  PictureSpace space(canvas.Size());
  space.SetInterest(InterestOf(scene.frame.display));
  const std::vector<LocatedFinding>& located = scene.located;
  const bool isHeatmap = scene.layer == Layer::Heatmap;
  if (isHeatmap)
  {
    DrawContours(canvas, located);
    DrawHeatmapLegend(canvas, space);
  }
  else
  {
    DrawFindingEllipses(canvas, located);
  }
  if (located.empty())
  {
    DrawCornerNote(canvas, space, NoFindingNote);
  }
  else if (isHeatmap)
  {
    DrawCornerNote(canvas, space, ContourNote);
  }
  DrawSurroundings(canvas, space, scene.frame, scene.geometry);
  DrawFindingLabels(canvas, space, located,
                    isHeatmap ? LabelDetail::NumberOnly : LabelDetail::Full);
  return canvas.Finish();
}

Result<cv::Mat> DrawLayer(Layer layer, const Frame& frame,
                          const std::vector<ModelledFinding>& findings, const LayerOptions& options)
{
  const bool isOriginal = layer == Layer::Original;
  const auto geometry =
      GeometryOf(frame, options.widthPx,
                 isOriginal ? frame.Columns() : std::max(frame.Columns(), SmallestDefaultWidth));
  if (!geometry.HasValue())
  {
    return geometry.Failure();
  }
  if (isOriginal)
  {
    return ScaledDisplay(frame, geometry.Value().size);
  }
  cv::Mat picture = WithFourChannels(ScaledDisplay(frame, geometry.Value().size));
  const Scene scene{layer, frame, geometry.Value(),
                    LocateFindings(findings, geometry.Value(), options.finding)};
  if (layer == Layer::Heatmap)
  {
    BlendAnomalies(scene.located, frame, picture);
  }
  const auto drawn = DrawOver(picture, scene);
  if (!drawn.HasValue())
  {
    return drawn.Failure();
  }
  cv::Mat result;
  cv::cvtColor(picture, result, cv::COLOR_BGRA2BGR);
  return result;
}

}  // namespace

std::optional<Layer> LayerFromName(std::string_view name)
{
  if (name == "original")
  {
    return Layer::Original;
  }
  if (name == "annotated")
  {
    return Layer::Annotated;
  }
  if (name == "heatmap")
  {
    return Layer::Heatmap;
  }
  return std::nullopt;
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
  if (!frame.display.empty() && frame.display.type() != CV_8UC1 && frame.display.type() != CV_8UC3)
  {
    return Error{ErrorKind::Internal, "A frame's display must have one or three 8-bit channels."};
  }
  try
  {
    const FontMapLease fonts;
    return DrawLayer(layer, frame, findings, options);
  }
  catch (const std::exception& failure)  // cv::Exception, std::bad_alloc
  {
    return Error{ErrorKind::Internal, std::string("Drawing failed: ") + failure.what()};
  }
}

}  // namespace vlm
