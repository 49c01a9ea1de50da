// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Views.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>

#include "Model/EgressGate.h"
#include "Pipeline/Renderings.h"

namespace vlm
{
namespace
{

constexpr int LeastZoomSize = 512;  // smaller pictures are magnified: models see little detail

// The same analysis shows the same views, also after a crash.
double Jitter(const std::string& seed, int number, int side)
{
  std::seed_seq sequence(seed.begin(), seed.end());
  std::mt19937 random(sequence);
  random.discard(static_cast<unsigned long long>(number) * 4 +
                 static_cast<unsigned long long>(side));
  return 0.02 + 0.04 * static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
}

// Whole pixels, so that what is cut out is exactly what the coordinates say.
cv::Rect PixelsOf(const BoundingBox& region, const cv::Size& size)
{
  const int left = std::clamp(static_cast<int>(std::lround(region.left + 0.5)), 0, size.width - 1);
  const int top = std::clamp(static_cast<int>(std::lround(region.top + 0.5)), 0, size.height - 1);
  const int right =
      std::clamp(static_cast<int>(std::lround(region.Right() + 0.5)), left + 1, size.width);
  const int bottom =
      std::clamp(static_cast<int>(std::lround(region.Bottom() + 0.5)), top + 1, size.height);
  return {left, top, right - left, bottom - top};
}

cv::Size SentSize(cv::Size size, ViewKind kind, int maximum)
{
  const int longer = std::max(size.width, size.height);
  double scale = 1.0;
  if (kind == ViewKind::Zoom && longer < LeastZoomSize)
  {
    scale = static_cast<double>(LeastZoomSize) / longer;
  }
  if (maximum > 0 && scale * longer > maximum)
  {
    scale = static_cast<double>(maximum) / longer;
  }
  return {std::max(1, static_cast<int>(std::lround(size.width * scale))),
          std::max(1, static_cast<int>(std::lround(size.height * scale)))};
}

cv::Mat Resize(const cv::Mat& picture, cv::Size size)
{
  if (picture.size() == size)
  {
    return picture;
  }
  cv::Mat resized;
  const bool isSmaller = size.area() < picture.size().area();
  cv::resize(picture, resized, size, 0.0, 0.0, isSmaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return resized;
}

struct Padding
{
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
};

// Black bars that make the picture square, for models that would squeeze it.
Padding SquarePadding(cv::Size size)
{
  const int side = std::max(size.width, size.height);
  const int x = side - size.width;
  const int y = side - size.height;
  return {x / 2, y / 2, x - x / 2, y - y / 2};
}

}  // namespace

View FullView(int number, const std::vector<int>& images, const std::string& seed,
              const std::vector<ShownFrame>& frames)
{
  View view;
  view.images = images;
  view.variation = number;
  view.mirror =
      number % 2 == 1 ? ImageCoordinates::Mirror::LeftRight : ImageCoordinates::Mirror::No;
  // Crops differ by image, and a request has one region: only single images are cropped.
  if (number >= 2 && images.size() == 1)
  {
    const BoundingBox whole =
        WholeImage(frames[static_cast<std::size_t>(images.front())].frame.display.size());
    const double left = Jitter(seed, number, 0) * whole.width;
    const double top = Jitter(seed, number, 1) * whole.height;
    view.region = BoundingBox{whole.left + left, whole.top + top,
                              whole.width - left - Jitter(seed, number, 2) * whole.width,
                              whole.height - top - Jitter(seed, number, 3) * whole.height};
  }
  return view;
}

View ZoomView(int image, cv::Point2d center, double side, const Frame& frame)
{
  const double width = std::clamp(side, 1.0, static_cast<double>(frame.Columns()));
  const double height = std::clamp(side, 1.0, static_cast<double>(frame.Rows()));
  View view;
  view.kind = ViewKind::Zoom;
  view.images = {image};
  view.region = BoundingBox{std::clamp(center.x - width / 2.0, -0.5, frame.Columns() - 0.5 - width),
                            std::clamp(center.y - height / 2.0, -0.5, frame.Rows() - 0.5 - height),
                            width, height};
  return view;
}

ModelImage MakePicture(const View& view, const ShownFrame& shown, const ViewSettings& settings)
{
  const cv::Mat whole = Cover(Render(shown.frame, settings, view.variation), shown.covered);
  const cv::Rect pixels =
      view.region ? PixelsOf(*view.region, whole.size()) : cv::Rect({0, 0}, whole.size());
  cv::Mat picture =
      Resize(whole(pixels), SentSize(pixels.size(), view.kind, settings.maximumImageSize));
  BoundingBox region{pixels.x - 0.5, pixels.y - 0.5, static_cast<double>(pixels.width),
                     static_cast<double>(pixels.height)};
  if (settings.isPaddedToSquare)
  {
    const double columnScale = region.width / picture.cols;
    const double rowScale = region.height / picture.rows;
    const Padding padding = SquarePadding(picture.size());
    cv::Mat padded;
    cv::copyMakeBorder(picture, padded, padding.top, padding.bottom, padding.left, padding.right,
                       cv::BORDER_CONSTANT);
    picture = padded;
    region = {region.left - padding.left * columnScale, region.top - padding.top * rowScale,
              picture.cols * columnScale, picture.rows * rowScale};
  }
  if (view.mirror == ImageCoordinates::Mirror::LeftRight)
  {
    cv::Mat mirrored;
    cv::flip(picture, mirrored, 1);
    picture = mirrored;
  }
  return {picture, shown.frame.acquisition, ImageCoordinates(region, picture.size(), view.mirror)};
}

std::string NameOf(const View& view, const Frame& frame, const ViewSettings& settings)
{
  std::string name = view.kind == ViewKind::Zoom ? "zoom" : "full view";
  const std::string rendering = NameOfRendering(frame, settings, view.variation);
  name += rendering.empty() ? "" : ", " + rendering;
  if (view.region && view.kind == ViewKind::Full)
  {
    name += ", cropped";
  }
  return view.mirror == ImageCoordinates::Mirror::LeftRight ? name + ", mirrored" : name;
}

}  // namespace vlm
