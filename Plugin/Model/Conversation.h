// SPDX-License-Identifier: GPL-3.0-or-later
// How a question is put to a server until it takes it: with credentials, and in the fullest form
// that the server accepts.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/Credentials.h"
#include "Model/LearntConcessions.h"
#include "Model/ModelExchange.h"
#include "Model/WireFormat.h"

namespace vlm
{

// Whether a question is a self-test that somebody asked for: sent although the model is paused.
enum class Probe
{
  No,
  Yes
};

struct Asking
{
  Question question;
  EgressNote note;
  Probe probe = Probe::No;
};

// What asking has cost, refused requests included.
struct Cost
{
  int requests = 0;
  std::int64_t bytesSent = 0;
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
};

struct Asked
{
  Result<ModelReply> reply;  // requests, bytes and tokens as in `cost`
  Cost cost;                 // also of what was answered with no envelope
  std::chrono::milliseconds latency{0};
};

struct ConversationParts
{
  const WireFormat& wire;
  Credentials& credentials;
  ModelExchange& exchange;
};

// Thread-safe; suspends the calling fiber.
class Conversation
{
public:
  Conversation(GenerationSettings generation, const ConversationParts& parts);

  // A probe tries the full form again. Errors: as of VisionModel::Read.
  Asked Ask(const Asking& asking, const Cancellation& cancellation);
  // What is not asked for any more, in words.
  std::string Conceded() const { return conceded_.Described(); }

private:
  struct Attempt;  // an asking, and how far it has come

  Result<ExchangeOutcome> SendUntilTaken(Attempt& attempt, const Cancellation& cancellation);
  Result<ExchangeOutcome> SendOnce(Attempt& attempt, const Cancellation& cancellation);
  Result<Headers> Identify(const Cancellation& cancellation);
  bool Simplify(Attempt& attempt, const HttpReply& refusal);
  void Remember(const Attempt& attempt);
  Result<ModelReply> ReadReply(Attempt& attempt, const ExchangeOutcome& outcome);

  GenerationSettings generation_;
  ConversationParts parts_;
  LearntConcessions conceded_;
};

}  // namespace vlm
