// SPDX-License-Identifier: GPL-3.0-or-later
// A vision-language model behind HTTP: prompt, wire format and credentials together.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Model/Conversation.h"
#include "Model/Credentials.h"
#include "Model/LearntBoxFormat.h"
#include "Model/ModelExchange.h"
#include "Model/PictureEncoding.h"
#include "Model/Prompt.h"
#include "Model/VisionModel.h"
#include "Model/WireFormat.h"

namespace vlm
{

struct RemoteModelSettings
{
  ModelIdentity identity;
  ViewSettings views;
  ReadingNoise noise;
  GenerationSettings generation;
  ImageFormat imageFormat = ImageFormat::Jpeg;
  std::optional<BoxFormat> boxFormat;  // none: Auto, the self-test decides
  std::vector<std::string> contextKeys;
};

// The collaborators of one model; `prompts` outlives it.
struct RemoteModelParts
{
  std::unique_ptr<WireFormat> wire;
  std::unique_ptr<Credentials> credentials;
  std::unique_ptr<ModelExchange> exchange;
  const Prompts& prompts;
};

class RemoteModel : public VisionModel
{
public:
  RemoteModel(RemoteModelSettings settings, RemoteModelParts parts);

  const ModelIdentity& Identity() const override { return settings_.identity; }
  ViewSettings Views() const override { return settings_.views; }
  bool SendsPictures() const override { return true; }
  ReadingNoise Noise() const override { return settings_.noise; }
  ModelHealth Health() const override;
  // Under Auto, a call that does not know the box format yet runs the self-test before it asks. A
  // test that had no answer is the call's own failure, so that its analysis waits or is tried again
  // instead of going without boxes; one that was answered with something else is inconclusive, and
  // after three of those boxes are done without. Calls that begin together test each for itself:
  // here nothing can wait for another fiber, a test is one small request, and there are no more of
  // them than analyses in flight (one after a pause). Its cost is part of the reply's.
  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override;
  // Is sent even if the model is paused, and ends the pause when the server answers.
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override;

private:
  struct Tested;    // what a self-test said and cost
  struct Prepared;  // what a reading begins with

  Result<Prepared> Prepare(const Cancellation& cancellation);
  Tested RunTest(Probe probe, const Cancellation& cancellation);
  SelfTestOutcome JudgeTest(const ModelReply& reply, const SelfTestPicture& shown, Probe probe);
  Asking MakeAsking(const ModelRequest& request, std::vector<EncodedPicture> pictures,
                    std::optional<BoxFormat> boxFormat) const;

  RemoteModelSettings settings_;
  RemoteModelParts parts_;
  LearntBoxFormat boxFormat_;
  Conversation conversation_;
};

}  // namespace vlm
