// SPDX-License-Identifier: GPL-3.0-or-later
// A vision-language model behind HTTP: prompt, wire format and credentials together.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Model/Credentials.h"
#include "Model/LearntBoxFormat.h"
#include "Model/LearntConcessions.h"
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
  ModelHealth Health() const override { return parts_.exchange->Health(); }
  // Under Auto, the first call runs the self-test before it asks.
  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override;
  // Is sent even if the model is paused, and ends the pause when the server answers.
  Result<SelfTestOutcome> Test(const Cancellation& cancellation) override;

private:
  struct Asking;  // a question with its ledger note, and what it has cost so far
  struct Answer;  // a reply with its latency
  enum class Probe
  {
    No,  // waits like any other request while the model is paused
    Yes
  };

  Result<SelfTestOutcome> RunTest(Probe probe, const Cancellation& cancellation);
  SelfTestOutcome JudgeTest(const Answer& answer, const SelfTestPicture& shown);
  Result<Answer> Ask(Asking& asking, const Cancellation& cancellation);
  Result<ExchangeOutcome> SendUntilTaken(Asking& asking, const Cancellation& cancellation);
  Result<ExchangeOutcome> SendOnce(Asking& asking, const Cancellation& cancellation);
  bool Simplify(Asking& asking, const HttpReply& refusal);

  RemoteModelSettings settings_;
  RemoteModelParts parts_;
  LearntBoxFormat boxFormat_;
  LearntConcessions conceded_;
};

}  // namespace vlm
