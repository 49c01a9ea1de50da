// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ZoomChoice.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "Verification/FindingTracks.h"
#include "Verification/StatusRules.h"

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
  return std::max(0, EnoughReadings - static_cast<int>(track.sightings.size()));
}

double LongerDeviation(const Gaussian2D& place)
{
  return std::sqrt(std::max(place.Covariance()(0, 0), place.Covariance()(1, 1)));
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

// Three sightings, and a centre known to 4 % of the lesion's shorter side, or to a pixel.
bool IsKnownWell(const FindingTrack& track, const PixelEvidence* pixels)
{
  constexpr double exactShare = 0.04;
  constexpr double leastPx = 1.0;
  const double size = std::min(track.sizePx.width, track.sizePx.height);
  return MissingLooks(track) == 0 &&
         LongerDeviation(PlaceOf(track, pixels)) < std::max(leastPx, exactShare * size);
}

Urgency UrgencyOf(const FindingTrack& track)
{
  const double score = track.statement.modelScore.value_or(0.0);
  return {track.looks, std::isfinite(score) ? score : 0.0};
}

std::optional<ZoomTarget> TargetOf(const FindingTrack& track, const LookedAtImage& seen)
{
  auto view =
      ZoomOn(seen, PlaceOf(track, seen.pixels), std::max(track.sizePx.width, track.sizePx.height));
  return view ? std::optional(ZoomTarget{*std::move(view), UrgencyOf(track)}) : std::nullopt;
}

}  // namespace

bool IsMoreUrgent(const Urgency& one, const Urgency& other)
{
  return one.looks != other.looks ? one.looks < other.looks : one.score > other.score;
}

ZoomChoice ChooseZoom(const LookedAtImage& seen, const ReadingNoise& noise)
{
  const std::vector<FindingTrack> tracks = FollowFindings(seen.looks, seen.frame, noise);
  ZoomChoice choice;
  std::vector<const FindingTrack*> open;
  for (const FindingTrack& track : tracks)
  {
    if (IsUnlikely(track))
    {
      ++choice.unlikely;
      continue;
    }
    choice.missingLooks += MissingLooks(track);
    if (IsKnownWell(track, seen.pixels))
    {
      ++choice.settled;
      continue;
    }
    open.push_back(&track);
  }
  std::stable_sort(open.begin(), open.end(),
                   [](const FindingTrack* a, const FindingTrack* b)
                   { return IsMoreUrgent(UrgencyOf(*a), UrgencyOf(*b)); });
  for (auto track = open.begin(); track != open.end() && !choice.next; ++track)
  {
    choice.next = TargetOf(**track, seen);
  }
  return choice;
}

}  // namespace vlm
