// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ImageLayers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

#include "Render/AnomalyMap.h"
#include "Render/Canvas.h"
#include "Render/EllipseOverlay.h"
#include "Render/FindingLabels.h"
#include "Render/HeatmapOverlay.h"
#include "Render/LabelPlacement.h"
#include "Render/LocatedFinding.h"
#include "Render/OrientationMarks.h"
#include "Render/ScaleBar.h"
#include "Render/StandingText.h"

namespace vlm
{

namespace
{

constexpr int SmallestDefaultWidth = 512;  // of drawn layers: below, labels are hard to read

// What is drawn, and where.
struct Scene
{
  Layer layer;
  const LayerSubject& subject;
  PictureGeometry geometry;
  DisclaimerPlace disclaimer;
  std::vector<LocatedFinding> located;
};

cv::Mat WithFourChannels(const cv::Mat& picture)
{
  cv::Mat four;
  cv::cvtColor(picture, four, picture.channels() == 1 ? cv::COLOR_GRAY2BGRA : cv::COLOR_BGR2BGRA);
  return four;
}

void BlendAnomalies(const Scene& scene, cv::Mat& picture)
{
  std::vector<const ModelledFinding*> models;
  std::transform(scene.located.begin(), scene.located.end(), std::back_inserter(models),
                 [](const LocatedFinding& finding) { return finding.model; });
  if (!models.empty())
  {
    BlendHeatmap(AnomalyMapOf(models, scene.geometry.region, AnomalyGridFor(picture.size())),
                 picture);
  }
}

bool HasCentreRegion(const LocatedFinding& finding)
{
  return !finding.centreRegion.empty();
}

bool HasScore(const LocatedFinding& finding)
{
  const auto& score = finding.model->finding.statement.modelScore;
  return score && std::isfinite(*score);
}

// What lines and numbers mean, the most important first. A sheet has a legend of its own for what
// is annotated.
std::vector<std::string> KeyOf(const Scene& scene)
{
  const auto& located = scene.located;
  std::vector<std::string> key;
  const auto add = [&](std::string_view name, bool (*is)(const LocatedFinding&))
  {
    if (std::any_of(located.begin(), located.end(), is))
    {
      key.push_back(scene.subject.words.Say(name));
    }
  };
  if (located.empty())
  {
    return {scene.subject.words.Say("layers.none")};
  }
  if (scene.layer == Layer::Heatmap)
  {
    key.push_back(scene.subject.words.Say("layers.contours"));
    add("layers.key.unverified", IsUnverified);
  }
  else if (scene.disclaimer == DisclaimerPlace::InPicture)
  {
    add("layers.key.unverified", IsUnverified);
    add("layers.key.centre", HasCentreRegion);
    add("layers.key.score", HasScore);
  }
  return key;
}

// Everything that does not move; labels then find their places around it.
void DrawSurroundings(Canvas& canvas, PictureSpace& space, const Scene& scene)
{
  if (scene.disclaimer == DisclaimerPlace::InPicture)
  {
    DrawDisclaimer(canvas, space, scene.subject.options, scene.subject.words);
  }
  DrawScaleBar(canvas, space, scene.subject, scene.geometry);
  DrawOrientationMarks(canvas, space, EdgeLettersOf(scene.subject.frame));
  if (scene.layer == Layer::Heatmap)
  {
    DrawHeatmapLegend(canvas, space, scene.subject.words, scene.subject.Colours());
  }
  DrawCornerNotes(canvas, space, KeyOf(scene), scene.subject.Colours());
  DrawSideMark(canvas, space, SideMarkOf(scene.subject.frame.acquisition));
}

Result<void> DrawOver(cv::Mat& picture, const Scene& scene)
{
  auto made = Canvas::Over(picture);
  if (!made.HasValue())
  {
    return made.Failure();
  }
  Canvas& canvas = made.Value();
  PictureSpace space(canvas.Size());
  space.SetInterest(InterestOf(scene.subject.frame.display(scene.geometry.region)));
  for (const LocatedFinding& finding : scene.located)
  {
    space.Avoid(finding.body);
  }
  const bool isHeatmap = scene.layer == Layer::Heatmap;
  if (isHeatmap)
  {
    DrawContours(canvas, scene.located, scene.geometry);
  }
  else
  {
    DrawLesionEdges(canvas, scene.located);
  }
  DrawSurroundings(canvas, space, scene);
  DrawFindingLabels(canvas, space, scene.located,
                    {isHeatmap ? LabelDetail::NumberOnly : LabelDetail::Full, scene.subject.words,
                     scene.subject.Colours()});
  return canvas.Finish();
}

}  // namespace

Result<cv::Mat> DrawPanel(Layer layer, const LayerSubject& subject, const PictureGeometry& geometry,
                          DisclaimerPlace disclaimer)
{
  const cv::Mat shown = PictureIn(subject.frame, geometry);
  cv::Mat result;
  if (layer == Layer::Original)
  {
    if (shown.channels() == 3)
    {
      return shown.clone();
    }
    cv::cvtColor(shown, result, cv::COLOR_GRAY2BGR);
    return result;
  }
  cv::Mat picture = WithFourChannels(shown);
  const Scene scene{layer, subject, geometry, disclaimer,
                    LocateFindings(subject.findings, geometry, subject.options.finding)};
  if (layer == Layer::Heatmap)
  {
    BlendAnomalies(scene, picture);
  }
  const auto drawn = DrawOver(picture, scene);
  if (!drawn.HasValue())
  {
    return drawn.Failure();
  }
  cv::cvtColor(picture, result, cv::COLOR_BGRA2BGR);
  return result;
}

Result<cv::Mat> DrawImageLayer(Layer layer, const LayerSubject& subject)
{
  const Frame& frame = subject.frame;
  const bool isOriginal = layer == Layer::Original;
  const auto geometry =
      GeometryOf(frame, subject.options.widthPx,
                 isOriginal ? frame.Columns() : std::max(frame.Columns(), SmallestDefaultWidth));
  if (!geometry.HasValue())
  {
    return geometry.Failure();
  }
  if (isOriginal)
  {
    return PictureIn(frame, geometry.Value());
  }
  return DrawPanel(layer, subject, geometry.Value(), DisclaimerPlace::InPicture);
}

}  // namespace vlm
