// SPDX-License-Identifier: GPL-3.0-or-later
// A vision model that answers what a test tells it to.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "Model/VisionModel.h"

namespace vlm
{

// Thread-safe if its script is.
class ScriptedModel : public VisionModel
{
public:
  using Script = std::function<Result<ModelReply>(const ModelRequest&, const Cancellation&)>;

  explicit ScriptedModel(Script script) : script_(std::move(script)) {}
  explicit ScriptedModel(const std::string& text)
      : ScriptedModel([text](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
                      { return ModelReply{text, "served-1", 1, 20, 30, 40}; })
  {
  }

  // As a remote model would say; set before use.
  ViewSettings views;
  bool isRemote = false;
  ReadingNoise noise;
  std::function<ModelHealth()> health = [] { return ModelHealth(); };

  const ModelIdentity& Identity() const override { return identity_; }
  ViewSettings Views() const override { return views; }
  bool SendsPictures() const override { return isRemote; }
  ReadingNoise Noise() const override { return noise; }
  ModelHealth Health() const override { return health(); }
  Result<ModelReply> Read(const ModelRequest& request, const Cancellation& cancellation) override
  {
    return script_(request, cancellation);
  }
  Result<SelfTestOutcome> Test(const Cancellation& /*cancellation*/) override
  {
    return SelfTestOutcome{};
  }

private:
  ModelIdentity identity_{"scripted", "Offline", "script", "1"};
  Script script_;
};

}  // namespace vlm
