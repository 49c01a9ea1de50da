// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/RegionDetection.h"

#include <exception>
#include <string>

#include "Model/CandidateSelection.h"
#include "Model/LesionCandidates.h"
#include "Model/LesionClassifier.h"
#include "Model/PictureKind.h"

namespace vlm
{
namespace
{

constexpr std::size_t mostRegions = 3;

// The candidates' blobs with the response that decides: the classifier's value where there is one.
std::vector<Blob> Judged(const Candidates& candidates)
{
  const LesionClassifier* classifier = ClassifierFor(candidates.kind);
  std::vector<Blob> blobs;
  blobs.reserve(candidates.all.size());
  for (const Candidate& candidate : candidates.all)
  {
    blobs.push_back(candidate.blob);
    if (classifier != nullptr)
    {
      blobs.back().response = classifier->ScoreOf(candidate.features);
    }
  }
  return blobs;
}

Region RegionOf(const Blob& blob, const cv::Rect2d& box, PictureKind kind, double threshold)
{
  Region region;
  region.box = box;
  region.response = blob.response;
  region.score = ClassifierFor(kind) != nullptr ? LogisticScoreOf(blob.response, threshold)
                                                : ScoreOf(blob.response, threshold);
  region.contrast = blob.contrast;
  region.asymmetry = blob.asymmetry;
  return region;
}

Result<std::vector<Region>> Rank(const cv::Mat& picture, const Acquisition& acquisition,
                                 const Cancellation& cancellation)
{
  const auto found = CandidatesIn(picture, acquisition, cancellation);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  const Candidates& candidates = found.Value();
  const std::vector<Blob> blobs = Judged(candidates);
  const DetectionRules rules = RulesFor(candidates.kind);
  double threshold = rules.threshold;
  std::vector<Region> regions;
  for (const std::size_t index : StrongestOf(blobs, {mostRegions, 0.0}))
  {
    regions.push_back(
        RegionOf(blobs[index], candidates.all[index].box, candidates.kind, threshold));
    threshold = rules.threshold + rules.furtherMargin;
  }
  return regions;
}

}  // namespace

Result<std::vector<Region>> RankRegions(const cv::Mat& picture, const Acquisition& acquisition,
                                        const Cancellation& cancellation)
{
  try
  {
    return Rank(picture, acquisition, cancellation);
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::BadInput,
                 std::string("The picture could not be examined: ") + problem.what()};
  }
}

bool StandsOut(const Region& region)
{
  return region.score >= 0.5;
}

}  // namespace vlm
