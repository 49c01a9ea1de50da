// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/Conversation.h"

#include <utility>

namespace vlm
{
namespace
{

constexpr int MaximumConcessions = 4;
constexpr int Unauthorized = 401;

bool IsSuccess(int status)
{
  return status >= 200 && status < 300;
}

// Kept for the audit like any other reply.
ModelReply Unreadable(const HttpReply& reply, const Error& problem)
{
  constexpr std::size_t most = std::size_t{64} << 10;
  ModelReply unreadable;
  unreadable.text = reply.body.substr(0, most);
  unreadable.end = ReplyEnd::Unreadable;
  unreadable.endDetail = problem.message;
  return unreadable;
}

}  // namespace

struct Conversation::Attempt
{
  const Asking& asking;
  Concessions concessions;
  bool mayRenew = false;
  int concessionsMade = 0;
  Cost cost;
};

Conversation::Conversation(GenerationSettings generation, const ConversationParts& parts)
    : generation_(std::move(generation)), parts_(parts)
{
}

Asked Conversation::Ask(const Asking& asking, const Cancellation& cancellation)
{
  const bool isProbe = asking.probe == Probe::Yes;
  Attempt attempt{asking, isProbe ? Concessions() : conceded_.Current(),
                  parts_.credentials.AreRenewable(), 0, Cost()};
  const auto outcome = SendUntilTaken(attempt, cancellation);
  if (!outcome.HasValue())
  {
    return {outcome.Failure(), attempt.cost};
  }
  Remember(attempt);
  auto reply = ReadReply(attempt, outcome.Value());
  return {std::move(reply), attempt.cost, outcome.Value().latency};
}

// Only what led to an answer is kept: a request that fails anyway says little about the server.
void Conversation::Remember(const Attempt& attempt)
{
  if (attempt.asking.probe == Probe::Yes)
  {
    conceded_.Replace(attempt.concessions);
  }
  else if (attempt.concessionsMade > 0)
  {
    conceded_.Add(attempt.concessions);
  }
}

Result<ModelReply> Conversation::ReadReply(Attempt& attempt, const ExchangeOutcome& outcome)
{
  auto reply = parts_.wire.Read(outcome.reply);
  if (!reply.HasValue())
  {
    reply = Unreadable(outcome.reply, reply.Failure());
  }
  ModelReply& read = reply.Value();
  TokenUsage usage{read.inputTokens, read.outputTokens, read.servedModel};
  if (read.end != ReplyEnd::Complete)
  {
    usage.failure = NameOf(read.end);
    usage.problem = "The last reply was no answer: " + usage.failure + ' ' + read.endDetail;
  }
  parts_.exchange.NoteUsage(outcome.ledgerEntry, usage);
  attempt.cost.inputTokens = read.inputTokens;
  attempt.cost.outputTokens = read.outputTokens;
  read.requests = attempt.cost.requests;
  read.bytesSent = attempt.cost.bytesSent;
  return reply;
}

Result<ExchangeOutcome> Conversation::SendUntilTaken(Attempt& attempt,
                                                     const Cancellation& cancellation)
{
  while (true)
  {
    auto outcome = SendOnce(attempt, cancellation);
    if (!outcome.HasValue() || IsSuccess(outcome.Value().reply.status))
    {
      return outcome;
    }
    if (!Simplify(attempt, outcome.Value().reply))
    {
      return parts_.exchange.Refuse(outcome.Value().reply);
    }
  }
}

Result<ExchangeOutcome> Conversation::SendOnce(Attempt& attempt, const Cancellation& cancellation)
{
  const auto credentials = Identify(cancellation);
  if (!credentials.HasValue())
  {
    return credentials.Failure();
  }
  OutgoingCall outgoing;
  outgoing.call = parts_.wire.Write(attempt.asking.question, generation_, attempt.concessions);
  outgoing.call.headers.insert(outgoing.call.headers.end(), credentials.Value().begin(),
                               credentials.Value().end());
  outgoing.note = attempt.asking.note;
  outgoing.isRefusalExpected = true;
  outgoing.isUnauthorizedExpected = attempt.mayRenew;
  outgoing.isProbe = attempt.asking.probe == Probe::Yes;
  auto outcome = parts_.exchange.Send(outgoing, cancellation);
  if (outcome.HasValue())
  {
    attempt.cost.requests += outcome.Value().requests;
    attempt.cost.bytesSent += outcome.Value().bytesSent;
  }
  return outcome;
}

// Asking for a token is sending, too: not for a server that egress forbids.
Result<Headers> Conversation::Identify(const Cancellation& cancellation)
{
  if (auto refusal = parts_.exchange.Refusal())
  {
    return *std::move(refusal);
  }
  auto credentials = parts_.credentials.Get(cancellation);
  const bool areMissing =
      !credentials.HasValue() && (credentials.Failure().kind == ErrorKind::ModelPaused ||
                                  credentials.Failure().kind == ErrorKind::ModelUnavailable);
  if (!areMissing)
  {
    return credentials;
  }
  // Without them every analysis would fail: what is queued waits until a later one gets them.
  parts_.exchange.Pause(credentials.Failure().message);
  return Error{ErrorKind::ModelPaused, credentials.Failure().message};
}

// Whether there is another way to ask.
bool Conversation::Simplify(Attempt& attempt, const HttpReply& refusal)
{
  if (refusal.status == Unauthorized)
  {
    parts_.credentials.Forget();
    return std::exchange(attempt.mayRenew, false);
  }
  const auto less = parts_.wire.Concede(refusal, attempt.concessions);
  if (!less || attempt.concessionsMade == MaximumConcessions)
  {
    return false;
  }
  ++attempt.concessionsMade;
  attempt.concessions = *less;
  return true;
}

}  // namespace vlm
