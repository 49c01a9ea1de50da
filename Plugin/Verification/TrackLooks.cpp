// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/TrackLooks.h"

#include <algorithm>
#include <cmath>

#include "Gaussian/GaussianAlgebra.h"
#include "Verification/SightingNoise.h"
#include "Verification/StatusRules.h"

namespace vlm
{
namespace
{

// Along one axis: whether the place lies in the middle half of what was shown, or all of what is
// likely of it was shown, as far as the image reaches.
bool ShowsAlong(const cv::Vec2d& field, double mean, double reach, double lastPixel)
{
  const double middle = (field[0] + field[1]) / 2.0;
  const double begin = std::max(mean - reach, 0.0);
  const double end = std::min(mean + reach, lastPixel);
  return std::abs(mean - middle) <= (field[1] - field[0]) / 4.0 ||
         (field[0] <= begin && end <= field[1]);
}

bool Shows(const BoundingBox& field, const FindingTrack& track, const Frame& frame)
{
  constexpr double deviations = 2.0;
  const Gaussian2D place = MomentsOf(track.location);
  const double columns =
      deviations * std::sqrt(place.Covariance()(0, 0)) + track.sizePx.width / 2.0;
  const double rows = deviations * std::sqrt(place.Covariance()(1, 1)) + track.sizePx.height / 2.0;
  return ShowsAlong({field.left, field.Right()}, place.Mean().x(), columns,
                    frame.Columns() - 1.0) &&
         ShowsAlong({field.top, field.Bottom()}, place.Mean().y(), rows, frame.Rows() - 1.0);
}

// The same statement, had the model written its axes in the other order.
Sighting WithAxesSwapped(const Sighting& stated)
{
  const double scale = stated.field.width / stated.field.height;
  Sighting swapped = stated;
  swapped.box.left = stated.field.left + (stated.box.top - stated.field.top) * scale;
  swapped.box.top = stated.field.top + (stated.box.left - stated.field.left) / scale;
  swapped.box.width = stated.box.height * scale;
  swapped.box.height = stated.box.width / scale;
  return swapped;
}

}  // namespace

void CountLooks(const std::vector<Look>& looks, const Frame& frame, FindingTrack& track)
{
  for (const Look& look : looks)
  {
    const auto sighting =
        std::find_if(track.sightings.begin(), track.sightings.end(),
                     [&look](const Sighting& one) { return one.reading == look.reading; });
    const bool isSeen = sighting != track.sightings.end();
    if (!isSeen && !Shows(look.field, track, frame))
    {
      continue;
    }
    ++track.looks;
    if (look.kind == ViewKind::Zoom)
    {
      ++track.zoomLooks;
      track.zoomSightings += isSeen && !sighting->isOutlier ? 1 : 0;
    }
  }
}

void FlagSwappedAxes(std::vector<FindingTrack>& tracks, const Frame& frame,
                     const ReadingNoise& noise)
{
  constexpr double near = 4.0;  // squared Mahalanobis
  for (FindingTrack& track : tracks)
  {
    const auto swapped =
        ObservationOf(WithAxesSwapped(track.sightings.front()), frame, noise).place;
    const auto agrees = [&](const FindingTrack& other)
    {
      return &other != &track && other.sightings.size() >= track.sightings.size() &&
             !ShareAReading(track.sightings, other.sightings) &&
             SquaredMahalanobisBetween(MomentsOf(other.location), swapped) < near;
    };
    track.areAxesSwapped = std::any_of(tracks.begin(), tracks.end(), agrees);
  }
}

}  // namespace vlm
