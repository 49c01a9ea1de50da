// SPDX-License-Identifier: GPL-3.0-or-later
// One model API: how a question is written and how an answer is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Model/HttpTransport.h"
#include "Model/PictureEncoding.h"
#include "Model/VisionModel.h"

namespace vlm
{

// A model's own settings, as far as they go into the request.
struct GenerationSettings
{
  std::string model;
  int maximumOutputTokens = 8192;
  std::optional<double> temperature;  // none: the API's own
  std::string thinking;               // "", "off", "low", "medium", "high", or a number of tokens
  std::string language = "en";
};

struct Question
{
  std::string system;
  std::string user;
  std::vector<EncodedPicture> pictures;
  std::optional<ReplyToRepair> repair;  // asked again: the earlier reply, and what is wrong with it
  std::string repairInstruction;        // the words that go with it
};

// What the server has refused so far; each API degrades by its own steps.
struct Concessions
{
  int structure = 0;  // 0: JSON schema, 1: JSON without schema, 2: plain text
  bool withoutTemperature = false;
  bool withCompletionTokens = false;  // "max_completion_tokens" instead of "max_tokens"
  bool withoutTokenLimit = false;     // the server's own: ours exceeds its context
  bool withoutThinking = false;       // no setting of how much is reasoned
  bool withoutSystemRole = false;     // the system text is put before the user's
};

inline bool operator==(const Concessions& left, const Concessions& right)
{
  return left.structure == right.structure && left.withoutTemperature == right.withoutTemperature &&
         left.withCompletionTokens == right.withCompletionTokens &&
         left.withoutTokenLimit == right.withoutTokenLimit &&
         left.withoutThinking == right.withoutThinking &&
         left.withoutSystemRole == right.withoutSystemRole;
}

// Stateless, thread-safe.
class WireFormat
{
public:
  virtual ~WireFormat() = default;
  // Path and body; the caller adds credentials.
  virtual HttpCall Write(const Question& question, const GenerationSettings& settings,
                         const Concessions& concessions) const = 0;
  // A 2xx reply. Fills text, servedModel, tokens, end and endDetail. Errors: BadReply (no envelope
  // of this API).
  virtual Result<ModelReply> Read(const HttpReply& reply) const = 0;
  // What to try after this refusal; none: nothing is left to try.
  virtual std::optional<Concessions> Concede(const HttpReply& refusal,
                                             const Concessions& concessions) const = 0;
};

}  // namespace vlm
