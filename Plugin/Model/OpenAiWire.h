// SPDX-License-Identifier: GPL-3.0-or-later
// Chat completions as OpenAI, vLLM, Ollama, llama.cpp and LM Studio speak them.
#pragma once

#include "Model/WireFormat.h"

namespace vlm
{

class OpenAiWire : public WireFormat
{
public:
  // `url`: up to "/chat/completions", e.g. "http://127.0.0.1:8080/v1".
  explicit OpenAiWire(std::string url) : url_(std::move(url)) {}

  HttpCall Write(const Question& question, const GenerationSettings& settings,
                 const Concessions& concessions) const override;
  Result<ModelReply> Read(const HttpReply& reply) const override;
  std::optional<Concessions> Concede(const HttpReply& refusal,
                                     const Concessions& concessions) const override;

private:
  std::string url_;
};

}  // namespace vlm
