// SPDX-License-Identifier: GPL-3.0-or-later
// The learned part of the embedded detector: boosted trees over the features of a candidate.
// Trained by Resources/Scripts/train_offline_detector.py; see
// Resources/Decisions/OfflineDetector.md.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Model/CandidateFeatures.h"
#include "Model/PictureKind.h"

namespace vlm
{

// Sum of trees of equal depth. In each tree all nodes of a level ask the same question, so that its
// answers are the binary digits of the leaf's number.
class LesionClassifier
{
public:
  // `weights` as the training script writes them; `name` of the model among them.
  //   errors  BadInput: no such weights, or made for other features
  static Result<LesionClassifier> From(const Json::Value& weights, const std::string& name);

  // Grows with the likeness to a lesion. Not calibrated: no log odds of anything outside of the
  // training pictures.
  double ScoreOf(const FeatureVector& features) const;

private:
  struct Question
  {
    std::size_t feature;
    float threshold;  // yes: above
  };

  struct Tree
  {
    std::vector<Question> questions;
    std::vector<double> values;  // of the 2^questions leaves
  };

  LesionClassifier() = default;
  bool AddTree(const Json::Value& numbers, std::size_t depth);

  double base_ = 0.0;
  std::vector<Tree> trees_;
};

// The shipped classifier of this kind of picture; null: there is none, the blobs' response decides.
const LesionClassifier* ClassifierFor(PictureKind kind);

}  // namespace vlm
