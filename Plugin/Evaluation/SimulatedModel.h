// SPDX-License-Identifier: GPL-3.0-or-later
// A model whose errors are known: it is told the truth of an image and states it with errors of a
// stated size. It shares the way of every other model: picture, reply in JSON, parser.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "Evaluation/TrueImage.h"
#include "Model/VisionModel.h"

namespace vlm
{

// Lengths [px] are those on a picture whose diagonal is that of 512 x 512; they grow and shrink
// with the diagonal of the part of the image that is shown, as those of real models do.
struct SimulationSettings
{
  enum class Hallucinations
  {
    Independent,  // each reading invents another place
    Consistent    // all readings of an image see the same thing that is not there
  };
  double errorPx = 80.0;        // mean distance from the true centre; isotropic, normal
  double biasPx = 0.0;          // the same for all readings, in a direction drawn from the seed
  double boxScale = 0.3;        // the box is between 1 - this and 1 + this times as long
  double missing = 0.0;         // probability that a reading leaves a true finding out
  double outliers = 0.0;        // that a stated centre lies anywhere in the picture
  double hallucinations = 0.0;  // of one for each reading (independent) or image (consistent)
  Hallucinations kind = Hallucinations::Independent;
  int calls = 4;
  ReadingNoise::Basis basis = ReadingNoise::Basis::Told;
  unsigned seed = 1;
};

// Not thread-safe: one image after the other.
class SimulatedModel : public VisionModel
{
public:
  explicit SimulatedModel(const SimulationSettings& settings);

  // The image that is shown from now on. What is said of it depends on nothing but the settings,
  // the image's file name, frame and truth, and what was asked of it so far.
  void BeginImage(const TrueImage& image);

  const ModelIdentity& Identity() const override { return identity_; }
  ViewSettings Views() const override;
  ReadingNoise Noise() const override;
  // Of each lesion a quarter of which is shown, a finding. All of one label, with scores that tell
  // nothing.
  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override;
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override;

private:
  double Uniform(double from, double to);
  bool Happens(double probability);
  LesionPixels Invent(const BoundingBox& region);
  void Look(const ImageCoordinates& coordinates, std::vector<BoundingBox>& stated);
  void State(const LesionPixels& lesion, const ImageCoordinates& coordinates,
             std::vector<BoundingBox>& stated);
  BoundingBox Stated(const LesionPixels& visible, const ImageCoordinates& coordinates);

  SimulationSettings settings_;
  ModelIdentity identity_;
  cv::Point2d biasShare_;  // of the diagonal
  std::mt19937_64 random_;
  cv::Size imageSize_;
  std::vector<LesionPixels> lesions_;
  std::vector<LesionPixels> consistentHallucinations_;
};

}  // namespace vlm
