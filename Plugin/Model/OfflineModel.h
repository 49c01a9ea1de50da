// SPDX-License-Identifier: GPL-3.0-or-later
// The embedded zero-configuration detector: classical image processing and small learnt trees, no
// network. NOT a vision-language model.
#pragma once

#include <string>

#include "Model/VisionModel.h"

namespace vlm
{

// Replies in the same JSON as a VLM, through the same parser, and says in every text that it is a
// heuristic baseline. Deterministic. At most three findings a picture; a picture that cannot be
// examined (too small, without contrast) is named in image_quality, it is not an Error.
//   errors  BadInput: no picture; Canceled
class OfflineModel : public VisionModel
{
public:
  explicit OfflineModel(std::string name);
  const ModelIdentity& Identity() const override { return identity_; }
  ReadingNoise Noise() const override;
  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override;
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override;

private:
  ModelIdentity identity_;
};

}  // namespace vlm
