// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/EvidenceFeatures.h"

#include <algorithm>
#include <cmath>

#include "Verification/Islands.h"

namespace vlm
{
namespace
{

constexpr double leastDeviation = 6.0;  // grey levels of 255: below is noise

cv::Rect Around(cv::Point centre, cv::Size half)
{
  return {centre.x - half.width, centre.y - half.height, 2 * half.width + 1, 2 * half.height + 1};
}

}  // namespace

std::array<double, featureCount> ValuesOf(const PlaceFeatures& features)
{
  return {features.contrast, features.step,      features.enclosure,    features.islands,
          features.depth,    features.rimWeight, features.eccentricity, features.deepness};
}

LesionTemplate::Shape LesionTemplate::ShapeOf(cv::Size2d radii)
{
  const auto half = [](double value) { return std::max(1, cvRound(value)); };
  // A square of 0.8 radii lies just inside the ellipse's bulge.
  return {{half(0.8 * radii.width), half(0.8 * radii.height)},
          {half(1.8 * radii.width) + 1, half(1.8 * radii.height) + 1}};
}

std::vector<LesionTemplate::EdgePoint> LesionTemplate::EdgeOf(cv::Size2d radii)
{
  constexpr int directions = 12;
  std::vector<EdgePoint> edge;
  for (int i = 0; i < directions; ++i)
  {
    const double angle = 2.0 * CV_PI * i / directions;
    const cv::Point2d unit(std::cos(angle), std::sin(angle));
    const cv::Point2d normal(unit.x / radii.width, unit.y / radii.height);
    edge.push_back({{cvRound(radii.width * unit.x), cvRound(radii.height * unit.y)},
                    normal / cv::norm(normal)});
  }
  return edge;
}

LesionTemplate::LesionTemplate(const EvidencePicture& picture, cv::Size2d radii, double sign)
    : picture_(picture), sign_(sign), radius_(std::sqrt(radii.area()))
{
  for (const double factor : {1.0, 0.7, 1.4})
  {
    shapes_.push_back(ShapeOf(radii * factor));
    edges_.push_back(EdgeOf(radii * factor));
  }
  constexpr double wider = 1.4;
  shapes_.push_back(ShapeOf({radii.width * wider, radii.height / wider}));
  shapes_.push_back(ShapeOf({radii.width / wider, radii.height * wider}));
  votes_ = IslandVotes(sign > 0 ? picture.brightIslands : picture.darkIslands, picture.mask.size(),
                       radii);
}

void LesionTemplate::Compare(cv::Point place, PlaceFeatures& features) const
{
  for (std::size_t i = 0; i < shapes_.size(); ++i)
  {
    const cv::Rect inner = Around(place, shapes_[i].inner);
    const cv::Rect outer = Around(place, shapes_[i].outer);
    const MaskedSums inside = picture_.sums.Of(inner);
    const MaskedSums ring = Difference(picture_.sums.Of(outer), inside);
    if (inside.count < 1.0 || ring.count < 1.0)
    {
      continue;
    }
    // Counts for less where little of it is tissue.
    const double insideShare = inside.count / inner.area();
    const double ringShare = ring.count / (outer.area() - inner.area());
    const double trust = std::min(1.0, insideShare / 0.75) * std::min(1.0, ringShare / 0.35);
    const double difference = sign_ * trust * (inside.Mean() - ring.Mean());
    const double variance = inside.Variance() + ring.Variance() + leastDeviation * leastDeviation;
    features.contrast = std::clamp(difference / std::sqrt(variance), features.contrast, 3.0);
    if (i == 0)
    {
      features.step = std::clamp(difference / picture_.grayDeviation, -3.0, 3.0);
    }
  }
}

double LesionTemplate::EnclosureOf(cv::Point place) const
{
  const cv::Rect whole({0, 0}, picture_.mask.size());
  double best = -1.0;
  for (const auto& edge : edges_)
  {
    double descending = 0.0;
    double all = static_cast<double>(edge.size());  // one grey level each: below is noise
    for (const EdgePoint& point : edge)
    {
      const cv::Point at = place + point.offset;
      if (whole.contains(at))
      {
        const cv::Point2d slope(picture_.slope.at<cv::Point2f>(at));
        const double descent = -sign_ * point.outwards.dot(slope);
        descending += descent;
        all += std::abs(descent);
      }
    }
    best = std::max(best, descending / all);
  }
  return best;
}

PlaceFeatures LesionTemplate::At(cv::Point place) const
{
  PlaceFeatures features;
  Compare(place, features);
  features.enclosure = EnclosureOf(place);
  features.islands = std::log1p(static_cast<double>(votes_.at<float>(place.y / 2, place.x / 2)));
  features.depth = std::min(1.0, static_cast<double>(picture_.depth.at<float>(place)) / radius_);
  features.rimWeight = static_cast<double>(picture_.rimWeight.at<float>(place));
  const cv::Point2d offset = (cv::Point2d(place) - picture_.centre) / picture_.radius;
  features.eccentricity = std::min(2.0, offset.dot(offset));
  const bool isUltrasound = picture_.kind == PictureKind::Ultrasound;
  features.deepness = isUltrasound ? std::clamp(offset.y, -2.0, 2.0) : 0.0;
  return features;
}

}  // namespace vlm
