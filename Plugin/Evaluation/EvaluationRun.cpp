// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/EvaluationRun.h"

#include <array>
#include <utility>

#include "Evaluation/Baselines.h"

namespace vlm
{
namespace
{

struct Tallies
{
  std::vector<ImageTally> model;
  std::vector<ImageTally> centreBox;
  std::vector<ImageTally> randomBox;

  void Add(const ImageResult& image, std::array<Tally, 3> ofImage)
  {
    model.push_back({image.source, image.modality, std::move(ofImage[0])});
    centreBox.push_back({image.source, image.modality, std::move(ofImage[1])});
    randomBox.push_back({image.source, image.modality, std::move(ofImage[2])});
  }
};

Result<ImageResult> EvaluateOne(const TrueImage& image, const EvaluatedModel& model,
                                const EvaluationSettings& settings,
                                const Cancellation& cancellation)
{
  if (model.simulated != nullptr)
  {
    model.simulated->BeginImage(image);
  }
  return EvaluateImage(image, model.model, settings, cancellation);
}

}  // namespace

Evaluation EvaluateImages(const std::vector<TruthEntry>& entries, const EvaluatedModel& model,
                          const EvaluationSettings& settings, unsigned seed,
                          const std::function<void(std::size_t)>& progress,
                          const Cancellation& cancellation)
{
  Evaluation evaluation;
  Tallies tallies;
  const cv::Size2d sizeShare = MeanSizeShare(entries);
  for (std::size_t i = 0; i < entries.size() && !cancellation.IsRequested(); ++i)
  {
    const auto image = LoadTrueImage(entries[i]);
    auto result = image.HasValue() ? EvaluateOne(image.Value(), model, settings, cancellation)
                                   : Result<ImageResult>(image.Failure());
    if (result.HasValue())
    {
      const unsigned ofImage = seed + static_cast<unsigned>(i);
      tallies.Add(result.Value(),
                  {TallyOf(result.Value()), CentreBoxTally(image.Value(), sizeShare),
                   RandomBoxTally(image.Value(), sizeShare, ofImage)});
      evaluation.images.push_back(std::move(result).Value());
    }
    else
    {
      evaluation.failures.push_back({entries[i].file, result.Failure().message});
    }
    progress(i + 1);
  }
  evaluation.seed = seed;
  evaluation.usesPixelEvidence = settings.usesPixelEvidence;
  evaluation.summary = Summarize(tallies.model, seed);
  evaluation.centreBox = Summarize(tallies.centreBox, seed);
  evaluation.randomBox = Summarize(tallies.randomBox, seed);
  return evaluation;
}

}  // namespace vlm
