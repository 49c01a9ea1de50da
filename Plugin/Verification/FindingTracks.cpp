// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/FindingTracks.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

#include "Foundation/AsciiCase.h"
#include "Gaussian/GaussianAlgebra.h"
#include "Verification/LocationChecks.h"
#include "Verification/LocationFusion.h"
#include "Verification/SightingNoise.h"
#include "Verification/TrackLooks.h"

namespace vlm
{
namespace
{

constexpr double OtherLabelPenalty = 2.0;  // models vary their words: a hint, no more
constexpr double SightingBonus = 2.0;      // what was often seen is more likely seen again
constexpr std::size_t MostTracks = 500;    // of a model that invents without end
constexpr double SameExtent = 0.9;         // Bhattacharyya coefficient
constexpr double AllOfField = 0.9;         // of its area: "somewhere here"

struct Stated
{
  const CandidateFinding& statement;
  Sighting sighting;
  Gaussian2D place;  // that the sighting alone tells
};

bool IsAllOf(const BoundingBox& box, const BoundingBox& field)
{
  return box.width * box.height > AllOfField * field.width * field.height;
}

// What a look states, duplicates once.
std::vector<Stated> StatementsOf(const Look& look, const Frame& frame, const ReadingNoise& noise)
{
  std::vector<Stated> stated;
  for (const CandidateFinding& finding : look.findings)
  {
    if (!AllPassed(AskAboutBox(finding.box, frame)))
    {
      continue;
    }
    const BoundingBox box = ClipToImage(*finding.box, frame);
    if (IsAllOf(box, look.field))
    {
      continue;
    }
    const Gaussian2D extent = ExtentOf(box);
    const auto isSame = [&](const Stated& one)
    {
      return IsSameWord(one.statement.label, finding.label) &&
             BhattacharyyaCoefficient(ExtentOf(one.sighting.box), extent) > SameExtent;
    };
    if (std::none_of(stated.begin(), stated.end(), isSame))
    {
      const Sighting sighting{look.reading, box, look.field, false};
      stated.push_back({finding, sighting, ObservationOf(sighting, frame, noise).place});
    }
  }
  return stated;
}

// With it, the distance is a log likelihood: of two tracks equally far in deviations, the one whose
// place is known better explains a statement better.
double LogSpread(const Gaussian2D& one, const Gaussian2D& other)
{
  return std::log((one.Covariance() + other.Covariance()).determinant());
}

// A possible continuation of a track.
struct Match
{
  double cost = 0.0;
  std::size_t track = 0;
  std::size_t statement = 0;
};

class Follower
{
public:
  Follower(const Frame& frame, const ReadingNoise& noise) : frame_(frame), noise_(noise) {}

  // Adds each statement of a look to the track it fits best, or begins a new one.
  void Take(const std::vector<Stated>& stated)
  {
    std::vector<bool> isTaken(stated.size(), false);
    std::vector<bool> isContinued(tracks_.size(), false);
    for (const Match& match : MatchesOf(stated))
    {
      if (!isTaken[match.statement] && !isContinued[match.track])
      {
        isTaken[match.statement] = isContinued[match.track] = true;
        Add(stated[match.statement], tracks_[match.track]);
      }
    }
    for (std::size_t i = 0; i < stated.size(); ++i)
    {
      if (!isTaken[i] && tracks_.size() < MostTracks)
      {
        tracks_.emplace_back();
        support_.push_back(0);
        Add(stated[i], tracks_.back());
      }
    }
  }

  // Of tracks that have other sightings than when they were last fused.
  void FuseNews()
  {
    FuseWhere([this](std::size_t t) { return support_[t] != tracks_[t].sightings.size(); });
  }

  // Now that all looks say where the tracks are, each statement may choose anew: one that came
  // early, or that a false statement had replaced, finds its track.
  void TakeAgain(const std::vector<std::vector<Stated>>& looks)
  {
    for (FindingTrack& track : tracks_)
    {
      track.sightings.clear();
    }
    for (const std::vector<Stated>& stated : looks)
    {
      Take(stated);
      FuseWhere([this](std::size_t t) { return tracks_[t].location.empty(); });  // just begun
    }
    const auto isEmpty = [](const FindingTrack& track) { return track.sightings.empty(); };
    tracks_.erase(std::remove_if(tracks_.begin(), tracks_.end(), isEmpty), tracks_.end());
    support_.resize(tracks_.size());
    FuseWhere([](std::size_t) { return true; });
    std::stable_sort(tracks_.begin(), tracks_.end(),
                     [](const FindingTrack& a, const FindingTrack& b)
                     { return a.sightings.front().reading < b.sightings.front().reading; });
  }

  std::vector<FindingTrack> Tracks() && { return std::move(tracks_); }

private:
  static void Add(const Stated& stated, FindingTrack& track)
  {
    if (track.sightings.empty())
    {
      track.statement = stated.statement;
    }
    track.sightings.push_back(stated.sighting);
  }

  // The cheapest first. A track that was begun by this look has no place yet.
  std::vector<Match> MatchesOf(const std::vector<Stated>& stated) const
  {
    std::vector<Match> matches;
    for (std::size_t t = 0; t < tracks_.size(); ++t)
    {
      if (tracks_[t].location.empty())
      {
        continue;
      }
      const Gaussian2D place = MomentsOf(tracks_[t].location);
      for (std::size_t s = 0; s < stated.size(); ++s)
      {
        const double distance = SquaredMahalanobisBetween(place, stated[s].place);
        const bool isSame = IsSameWord(tracks_[t].statement.label, stated[s].statement.label);
        if (distance <= MahalanobisGate)
        {
          matches.push_back({distance + LogSpread(place, stated[s].place) +
                                 (isSame ? 0.0 : OtherLabelPenalty) -
                                 SightingBonus * static_cast<double>(support_[t]),
                             t, s});
        }
      }
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.cost < b.cost; });
    return matches;
  }

  template <typename Condition>
  void FuseWhere(Condition isDue)
  {
    for (std::size_t t = 0; t < tracks_.size(); ++t)
    {
      if (isDue(t))
      {
        Fuse(tracks_[t]);
        support_[t] = tracks_[t].sightings.size();
      }
    }
  }

  void Fuse(FindingTrack& track) const
  {
    std::vector<LocationObservation> observations;
    for (const Sighting& sighting : track.sightings)
    {
      observations.push_back(ObservationOf(sighting, frame_, noise_));
    }
    FusedLocation fused = FuseLocations(observations, noise_.basis);
    track.location = std::move(fused.location);
    for (std::size_t i = 0; i < track.sightings.size(); ++i)
    {
      track.sightings[i].isOutlier = fused.isOutlier[i];
    }
    track.sizePx = TypicalSize(track.sightings, frame_);
  }

  const Frame& frame_;
  const ReadingNoise& noise_;
  std::vector<FindingTrack> tracks_;
  std::vector<std::size_t> support_;  // of each track: sightings when it was last fused
};

}  // namespace

std::vector<FindingTrack> FollowFindings(const std::vector<Look>& looks, const Frame& frame,
                                         const ReadingNoise& noise)
{
  std::vector<std::vector<Stated>> stated;
  Follower follower(frame, noise);
  for (const Look& look : looks)
  {
    stated.push_back(StatementsOf(look, frame, noise));
    follower.Take(stated.back());
    follower.FuseNews();
  }
  follower.TakeAgain(stated);
  std::vector<FindingTrack> tracks = std::move(follower).Tracks();
  for (FindingTrack& track : tracks)
  {
    CountLooks(looks, frame, track);
  }
  FlagSwappedAxes(tracks, frame, noise);
  return tracks;
}

}  // namespace vlm
