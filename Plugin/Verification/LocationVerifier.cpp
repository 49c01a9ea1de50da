// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationVerifier.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "Findings/Sides.h"
#include "Foundation/Uuid.h"
#include "Pixels/ImageCoordinates.h"
#include "Verification/Duplicates.h"
#include "Verification/LesionMeasurements.h"
#include "Verification/LesionOutline.h"
#include "Verification/LocationChecks.h"
#include "Verification/StatusRules.h"

namespace vlm
{
namespace
{

// The place of a track as all evidence together gives it.
struct Place
{
  Gaussian2D location;
  BoundingBox box;
  std::optional<PixelAnswer> pixels;
  std::optional<LesionOutline> outline;
};

BoundingBox BoxAround(const Eigen::Vector2d& centre, cv::Size2d size)
{
  return {centre.x() - size.width / 2.0, centre.y() - size.height / 2.0, size.width, size.height};
}

class Verifier
{
public:
  Verifier(const Frame& frame, const PixelEvidence* pixels, const VerificationSettings& settings,
           std::size_t readings)
      : frame_(frame), pixels_(pixels), settings_(settings), readings_(static_cast<int>(readings))
  {
  }

  ModelledFinding Verify(const FindingTrack& track)
  {
    const Place place = PlaceOf(track);
    Finding finding = StatedFinding(track.statement);
    finding.box = ClipToImage(place.box, frame_);
    Verification& verification = finding.verification;
    verification.sightings = track.sightings;
    verification.looks = track.looks;
    AddShift(place, verification, *finding.rawBox);
    PlacedFinding placed{track.statement, frame_, place.location, *finding.box, track.sightings};
    placed.readings = readings_;
    placed.looks = track.looks;
    placed.zoomLooks = track.zoomLooks;
    placed.zoomSightings = track.zoomSightings;
    placed.pixels = place.pixels;
    placed.isOutlined = place.outline.has_value();
    placed.areAxesSwapped = track.areAxesSwapped;
    placed.contradiction = track.statement.contradiction;
    for (Check& check : AskAboutPlace(placed))
    {
      verification.checks.push_back(std::move(check));
    }
    verification.side = PatientSideOf(*finding.box, frame_);
    verification.status = StatusOf(verification, frame_);
    finding.measurements = MeasureLesion(*finding.box, place.outline, frame_);
    if (place.outline)
    {
      finding.outline = place.outline->contour;
    }
    const Gaussian2D extent = place.outline ? place.outline->extent : ExtentOf(*finding.box);
    return {std::move(finding), extent, place.location};
  }

  // Of a statement whose box is none, or no place.
  ModelledFinding Refuse(const CandidateFinding& statement)
  {
    Finding finding = StatedFinding(statement);
    finding.verification.status = StatusOf(finding.verification, frame_);
    return {std::move(finding), std::nullopt, std::nullopt};
  }

private:
  Finding StatedFinding(const CandidateFinding& statement)
  {
    Finding finding;
    finding.id = DerivedUuid(settings_.idSeed, "finding " + std::to_string(count_++));
    finding.statement = statement;
    finding.verification.checks = AskAboutBox(statement.box, frame_);
    const bool isFinite = statement.box && finding.verification.checks.front().passed;
    finding.rawBox = isFinite ? statement.box : std::nullopt;
    return finding;
  }

  Place PlaceOf(const FindingTrack& track) const
  {
    Place place{MomentsOf(track.location), {}, std::nullopt, std::nullopt};
    if (pixels_ != nullptr)
    {
      const PixelAnswer answer = pixels_->Ask(track.location, track.sizePx);
      if (answer.isKnown)
      {
        place.pixels = answer;
      }
      // A model that measures the pixels itself would hear its own word again.
      if (settings_.noise.basis != ReadingNoise::Basis::FromPixels)
      {
        place.location = answer.location;
      }
      place.outline = OutlineLesion(frame_, place.location, track.sizePx);
    }
    place.box = place.outline ? place.outline->box : BoxAround(place.location.Mean(), track.sizePx);
    return place;
  }

  void AddShift(const Place& place, Verification& verification, const BoundingBox& raw) const
  {
    const cv::Point2d shift(place.location.Mean().x() - raw.CentreColumn(),
                            place.location.Mean().y() - raw.CentreRow());
    verification.shiftPx = std::hypot(shift.x, shift.y);
    verification.shiftMm = LengthMm(shift, frame_.spacing);
  }

  const Frame& frame_;
  const PixelEvidence* pixels_;
  const VerificationSettings& settings_;
  int readings_;  // of the image
  int count_ = 0;
};

bool IsSameStatement(const CandidateFinding& one, const CandidateFinding& other)
{
  return one.label == other.label && one.laterality == other.laterality &&
         one.anatomy == other.anatomy && one.box.has_value() == other.box.has_value();
}

// Statements that are no places; what an earlier reading stated already is not repeated.
std::vector<CandidateFinding> StatementsWithoutPlace(const std::vector<Look>& looks,
                                                     const Frame& frame)
{
  std::vector<CandidateFinding> statements;
  for (const Look& look : looks)
  {
    const std::size_t earlier = statements.size();
    for (const CandidateFinding& finding : look.findings)
    {
      const auto end = statements.begin() + static_cast<std::ptrdiff_t>(earlier);
      const bool isKnown = std::any_of(statements.begin(), end,
                                       [&finding](const CandidateFinding& one)
                                       { return IsSameStatement(one, finding); });
      if (!isKnown && !AllPassed(AskAboutBox(finding.box, frame)))
      {
        statements.push_back(finding);
      }
    }
  }
  return statements;
}

}  // namespace

std::vector<ModelledFinding> VerifyFindings(const std::vector<Look>& looks, const Frame& frame,
                                            const PixelEvidence* pixels,
                                            const VerificationSettings& settings)
{
  Verifier verifier(frame, pixels, settings, looks.size());
  std::vector<ModelledFinding> verified;
  for (const FindingTrack& track : FollowFindings(looks, frame, settings.noise))
  {
    verified.push_back(verifier.Verify(track));
  }
  RejectDuplicates(verified);
  for (const CandidateFinding& statement : StatementsWithoutPlace(looks, frame))
  {
    verified.push_back(verifier.Refuse(statement));
  }
  return verified;
}

}  // namespace vlm
