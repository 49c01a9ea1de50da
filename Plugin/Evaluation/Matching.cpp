// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Matching.h"

#include <algorithm>
#include <tuple>

#include "Pixels/BoxOverlap.h"
#include "Pixels/ImageCoordinates.h"

namespace vlm
{
namespace
{

cv::Point2d CentreOf(const BoundingBox& box)
{
  return {box.CentreColumn(), box.CentreRow()};
}

double DistanceOf(const BoundingBox& box, const TrueFinding& truth)
{
  return cv::norm(CentreOf(box) - truth.centre);
}

MatchScore ScoreOf(const ModelledFinding& reported, const TrueImage& image, int index)
{
  const TrueFinding& truth = image.entry.findings[static_cast<std::size_t>(index)];
  const BoundingBox& box = *reported.finding.box;
  MatchScore score;
  score.truth = index;
  score.errorPx = DistanceOf(box, truth);
  score.errorShare = score.errorPx / image.DiagonalPx();
  score.rawErrorShare =
      DistanceOf(reported.finding.rawBox.value_or(box), truth) / image.DiagonalPx();
  score.errorMm = LengthMm(CentreOf(box) - truth.centre, image.frame.spacing);
  score.overlap = IntersectionOverUnion(box, truth.box);
  if (reported.location)
  {
    score.isCovered = Holds(*reported.location, 0.95, {truth.centre.x, truth.centre.y});
  }
  return score;
}

struct Pair
{
  int rank = 0;  // kept ones first
  double distance = 0.0;
  std::size_t reported = 0;
  int truth = 0;

  bool operator<(const Pair& other) const
  {
    return std::tie(rank, distance, reported, truth) <
           std::tie(other.rank, other.distance, other.reported, other.truth);
  }
};

std::vector<Pair> PairsOf(const std::vector<ReportedFinding>& reported, const TrueImage& image)
{
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < reported.size(); ++i)
  {
    if (!reported[i].box || reported[i].IsRejected())
    {
      continue;
    }
    for (std::size_t truth = 0; truth < image.entry.findings.size(); ++truth)
    {
      pairs.push_back({reported[i].IsKept() ? 0 : 1,
                       DistanceOf(*reported[i].box, image.entry.findings[truth]), i,
                       static_cast<int>(truth)});
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

std::string FailedChecksOf(const Finding& finding)
{
  std::string names;
  for (const Check& check : finding.verification.checks)
  {
    names += check.passed ? "" : (names.empty() ? "" : " ") + check.name;
  }
  return names;
}

}  // namespace

ImageResult MatchFindings(const TrueImage& image, const std::vector<ModelledFinding>& reported)
{
  ImageResult result;
  result.file = image.entry.file;
  result.source = image.entry.source;
  result.modality = image.frame.acquisition.modality;
  result.trueFindings = static_cast<int>(image.entry.findings.size());
  for (const auto& one : reported)
  {
    const Finding& finding = one.finding;
    result.reported.push_back({finding.verification.status, finding.box, finding.statement.label,
                               FailedChecksOf(finding), std::nullopt,
                               finding.box && image.IsOnLesion(CentreOf(*finding.box))});
  }
  std::vector<bool> isTaken(image.entry.findings.size(), false);
  for (const auto& pair : PairsOf(result.reported, image))
  {
    auto& match = result.reported[pair.reported].match;
    if (!match && !isTaken[static_cast<std::size_t>(pair.truth)])
    {
      match = ScoreOf(reported[pair.reported], image, pair.truth);
      isTaken[static_cast<std::size_t>(pair.truth)] = true;
    }
  }
  return result;
}

}  // namespace vlm
