// SPDX-License-Identifier: GPL-3.0-or-later
// generateContent of the Gemini API and of Vertex AI: one body, two addresses.
// Source: googleapis/google/ai/generativelanguage/v1beta/generative_service.proto.
#pragma once

#include "Model/WireFormat.h"

namespace vlm
{

class GeminiWire : public WireFormat
{
public:
  // `endpoint`: everything up to "/models/{model}:generateContent", e.g.
  // "https://generativelanguage.googleapis.com/v1beta".
  explicit GeminiWire(std::string endpoint) : endpoint_(std::move(endpoint)) {}

  HttpCall Write(const Question& question, const GenerationSettings& settings,
                 const Concessions& concessions) const override;
  Result<ModelReply> Read(const HttpReply& reply) const override;
  std::optional<Concessions> Concede(const HttpReply& refusal,
                                     const Concessions& concessions) const override;

private:
  std::string endpoint_;
};

// The endpoint of a publisher model on Vertex AI; region "global" has no prefix.
std::string VertexEndpoint(const std::string& project, const std::string& region);

}  // namespace vlm
