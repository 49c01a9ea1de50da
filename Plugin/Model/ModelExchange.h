// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the one way from a model to its server: limits, pauses, retries, the egress ledger,
// metrics.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/HttpTransport.h"
#include "Model/ModelHealth.h"

namespace vlm
{

// What the ledger says about a request, beside its bytes.
struct EgressNote
{
  std::string analysisId;  // empty: a self-test
  std::string orthancStudyId;
  std::vector<std::string> pictureSha256;  // of the encoded pictures, in the order sent
  std::vector<std::string> contextKeys;    // DICOM attributes whose values were sent
  std::string pictureRule;                 // why these pictures may leave: EgressDecision::rule
};

struct OutgoingCall
{
  HttpCall call;
  EgressNote note;
  // The caller knows what else to try when the server answers 400, 415, 422 or 501: the reply is
  // given back and the model is not paused.
  bool isRefusalExpected = false;
  // The caller can renew its credentials once: a 401 is given back and the model is not paused.
  bool isUnauthorizedExpected = false;
  // A self-test that somebody asked for: sent although the model is paused, since its success is
  // what ends the pause. Budgets hold for it as well.
  bool isProbe = false;
};

struct TokenUsage
{
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::string servedModel;
  std::string failure{};  // why the reply is no answer, e.g. "Truncated"; empty: it is one
  std::string problem{};  // the same as a sentence
};

struct ExchangeOutcome
{
  HttpReply reply;             // 2xx, or an expected refusal (400, 401, 415, 422, 501)
  int requests = 0;            // HTTP requests made for it
  std::int64_t bytesSent = 0;  // bodies of all of them
  std::int64_t ledgerEntry = 0;
  std::chrono::milliseconds latency{0};  // of the last request, until its reply was complete
};

// Thread-safe; suspends the calling fiber.
class ModelExchange
{
public:
  virtual ~ModelExchange() = default;

  // Errors: ModelPaused, ModelUnavailable (retries used up), BadInput (400: this request is
  // refused), BadConfiguration (egress not allowed), BadReply (too large), Canceled, StorageFailed
  // (the ledger could not be written, so nothing was sent).
  virtual Result<ExchangeOutcome> Send(const OutgoingCall& call,
                                       const Cancellation& cancellation) = 0;
  // What the reply said of itself: into the ledger entry, the daily budget and the metrics.
  virtual void NoteUsage(std::int64_t ledgerEntry, const TokenUsage& usage) = 0;

  virtual ModelHealth Health() const = 0;
  // Egress forbids the server, so that nothing may be sent for it, credentials neither; none: it
  // does not. BadConfiguration.
  std::optional<Error> Refusal() const;
  // An expected refusal after which the caller knows nothing else to try: what it means for the
  // model and the call is judged like any other, without asking again.
  virtual Error Refuse(const HttpReply& refusal) = 0;
  // The caller has no credentials, or gets none now: nobody asks for a while, then one tries again.
  virtual void Pause(const std::string& reason) = 0;
  // A successful self-test that somebody asked for: whatever paused the model is over, except a
  // wait that its server asked for.
  virtual void Resume() = 0;
};

inline std::optional<Error> ModelExchange::Refusal() const
{
  const ModelHealth health = Health();
  return health.isForbidden
             ? std::optional<Error>(Error{ErrorKind::BadConfiguration, health.reason})
             : std::nullopt;
}

}  // namespace vlm
