// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ZoomChoice.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "Verification/FindingTracks.h"

namespace vlm
{
namespace
{

// Chosen by simulation (Resources/Decisions/ReadingsAndBudget.md).
constexpr double MarginDeviations = 1.6;  // to each side
constexpr double LesionShare = 1.0;       // of the stated longer side, beside the margins
constexpr double LeastLesions = 1.4;      // stated longer sides: what fills the view says nothing
constexpr double LeastSidePx = 48.0;
constexpr double LeastShare = 0.05;  // of the image's longer side

bool IsUnlikely(const FindingTrack& track)
{
  return 2 * static_cast<int>(track.sightings.size()) <= track.looks;
}

int MissingLooks(const FindingTrack& track)
{
  constexpr int enough = 3;
  return std::max(0, enough - static_cast<int>(track.sightings.size()));
}

double LongerDeviation(const Gaussian2D& place)
{
  return std::sqrt(std::max(place.Covariance()(0, 0), place.Covariance()(1, 1)));
}

// Three sightings, and a centre known to 4 % of the lesion's shorter side, or to a pixel.
bool IsKnownWell(const FindingTrack& track, const Gaussian2D& place)
{
  constexpr double exactShare = 0.04;
  constexpr double leastPx = 1.0;
  const double size = std::min(track.sizePx.width, track.sizePx.height);
  return track.sightings.size() >= 3 &&
         LongerDeviation(place) < std::max(leastPx, exactShare * size);
}

bool IsAlike(const View& one, const View& other)
{
  constexpr double tolerancePx = 2.0;
  const BoundingBox& a = *one.region;
  const BoundingBox& b = *other.region;
  return one.mirror == other.mirror && std::abs(a.left - b.left) < tolerancePx &&
         std::abs(a.top - b.top) < tolerancePx && std::abs(a.width - b.width) < tolerancePx &&
         std::abs(a.height - b.height) < tolerancePx;
}

// Every second zoom is mirrored: the same picture again would get the same answer.
std::optional<View> ZoomOn(const LookedAtImage& seen, const Gaussian2D& place, double lesion)
{
  const double longer = std::max(seen.frame.Columns(), seen.frame.Rows());
  const double margin = 2.0 * MarginDeviations * LongerDeviation(place);
  const double side = std::max(
      {margin + LesionShare * lesion, LeastLesions * lesion, LeastSidePx, LeastShare * longer});
  for (const double factor : {1.0, 1.25, 0.8})
  {
    View view =
        ZoomView(seen.image, {place.Mean().x(), place.Mean().y()}, factor * side, seen.frame);
    view.mirror = seen.zooms.size() % 2 == 1 ? ImageCoordinates::Mirror::LeftRight
                                             : ImageCoordinates::Mirror::No;
    const auto isAlike = [&view](const View& shown) { return IsAlike(view, shown); };
    if (std::none_of(seen.zooms.begin(), seen.zooms.end(), isAlike))
    {
      return view;
    }
  }
  return std::nullopt;
}

Gaussian2D PlaceOf(const FindingTrack& track, const PixelEvidence* pixels)
{
  return pixels != nullptr ? pixels->Ask(track.location, track.sizePx).location
                           : MomentsOf(track.location);
}

}  // namespace

bool IsMoreUrgent(const ZoomTarget& one, const ZoomTarget& other)
{
  return one.looks != other.looks ? one.looks < other.looks : one.score > other.score;
}

ZoomChoice ChooseZoom(const LookedAtImage& seen, const ReadingNoise& noise)
{
  ZoomChoice choice;
  for (const FindingTrack& track : FollowFindings(seen.looks, seen.frame, noise))
  {
    if (IsUnlikely(track))
    {
      ++choice.unlikely;
      continue;
    }
    choice.missingLooks += MissingLooks(track);
    const Gaussian2D place = PlaceOf(track, seen.pixels);
    if (IsKnownWell(track, place))
    {
      ++choice.settled;
      continue;
    }
    auto view = ZoomOn(seen, place, std::max(track.sizePx.width, track.sizePx.height));
    if (!view)
    {
      continue;
    }
    ZoomTarget target{*std::move(view), track.looks, track.statement.modelScore.value_or(0.0)};
    if (!choice.next || IsMoreUrgent(target, *choice.next))
    {
      choice.next = std::move(target);
    }
  }
  return choice;
}

}  // namespace vlm
