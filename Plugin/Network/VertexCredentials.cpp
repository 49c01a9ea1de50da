// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/VertexCredentials.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "Model/HostPolicy.h"
#include "Model/ServiceFailure.h"
#include "Network/TokenReply.h"
#include "Pipeline/FiberMutex.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds longestFetch(30000);
constexpr std::size_t maximumReplyBytes = std::size_t{64} << 10;

struct Question
{
  HttpCall call;
  ConnectionSettings connection;
};

// RFC 7523, 2.1. A JWT and the grant's name need no more escaping than that of the colons.
HttpCall ExchangeCall(const std::string& tokenUri, const std::string& assertion)
{
  return HttpCall{
      "POST",
      tokenUri,
      {{"Content-Type", "application/x-www-form-urlencoded"}},
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion};
}

Question MetadataQuestion(const TokenSource& source)
{
  Question question{
      {"GET",
       source.metadataUrl + "/computeMetadata/v1/instance/service-accounts/default/token",
       {{"Metadata-Flavor", "Google"}},
       ""},
      source.connection};
  question.connection.proxy.clear();
  // Answered by the machine's own host; the addresses are those that Google documents.
  question.connection.localNetworks.emplace_back("169.254.169.254");
  question.connection.localNetworks.emplace_back("fd20:ce::254");
  return question;
}

Error Failure(const TransportError& error)
{
  switch (error.kind)
  {
    case TransportFailure::Canceled:
      return Error{ErrorKind::Canceled, error.message};
    case TransportFailure::NotAllowed:  // until somebody changes a setting
      return Error{ErrorKind::ModelPaused, "No access token: " + error.message};
    default:
      return Error{ErrorKind::ModelUnavailable, "No access token: " + error.message};
  }
}

}  // namespace

struct VertexCredentials::State
{
  State(TokenSource from, ExchangePorts given) : source(std::move(from)), ports(std::move(given)) {}

  Result<Question> Ask(Timestamp now) const;
  Result<std::int64_t> Record(const Question& question, Timestamp now) const;
  void Complete(std::int64_t entry, const HttpTransport::Outcome& outcome, Timestamp askedAt) const;
  Result<Token> Fetch(const Cancellation& cancellation) const;
  Result<Headers> Renew(const Cancellation& cancellation) VLM_REQUIRES(mutex);

  const TokenSource source;
  const ExchangePorts ports;
  std::atomic<std::uint64_t> fetches{0};  // changes under the mutex
  FiberMutex mutex;                       // held while a token is fetched
  std::optional<Token> token VLM_GUARDED_BY(mutex);
  std::optional<Error> lastFailure VLM_GUARDED_BY(mutex);
};

Result<Question> VertexCredentials::State::Ask(Timestamp now) const
{
  Question question = MetadataQuestion(source);
  if (source.account)
  {
    const Result<std::string> assertion = SignedAssertion(*source.account, now);
    if (!assertion.HasValue())
    {
      return Error{ErrorKind::ModelPaused, assertion.Failure().message};
    }
    question = {ExchangeCall(source.account->tokenUri, assertion.Value()), source.connection};
  }
  question.connection.totalTimeout = std::min(question.connection.totalTimeout, longestFetch);
  question.connection.maximumReplyBytes = maximumReplyBytes;
  return question;
}

// Errors: ModelPaused (its host is not allowed), StorageFailed.
Result<std::int64_t> VertexCredentials::State::Record(const Question& question, Timestamp now) const
{
  const Result<UrlParts> url = ParseUrl(question.call.url);
  const Result<std::string> rule = url.HasValue()
                                       ? DestinationRule(url.Value(), question.connection)
                                       : Result<std::string>(url.Failure());
  if (!rule.HasValue())
  {
    return Failure({TransportFailure::NotAllowed, rule.Failure().message});
  }
  EgressEntry entry;
  entry.time = now;
  entry.model = source.model + " (token)";
  entry.host = url.Value().host;
  entry.rule = rule.Value() + "; access token";
  entry.bytes = static_cast<std::int64_t>(question.call.body.size());
  auto recorded = ports.ledger.Record(entry);
  if (!recorded.HasValue())
  {
    return Error{ErrorKind::StorageFailed,
                 "No access token was asked for, because the egress ledger cannot be written: " +
                     recorded.Failure().message};
  }
  return recorded;
}

void VertexCredentials::State::Complete(std::int64_t entry, const HttpTransport::Outcome& outcome,
                                        Timestamp askedAt) const
{
  const Timestamp now = ports.clock.Now();
  const auto* reply = std::get_if<HttpReply>(&outcome);
  const auto failure = JudgeService(outcome, "", now);
  // The clock may have been set back in between.
  const auto latency = std::max(now - askedAt, std::chrono::milliseconds(0));
  const auto completed = ports.ledger.Complete(entry, reply == nullptr ? 0 : reply->status,
                                               failure ? failure->kind : "Answered", latency);
  if (!completed.HasValue())
  {
    ports.log.Warning("The egress ledger lacks the outcome of a request for an access token: " +
                      completed.Failure().message);
  }
}

Result<Token> VertexCredentials::State::Fetch(const Cancellation& cancellation) const
{
  const Timestamp now = ports.clock.Now();
  const Result<Question> question = Ask(now);
  if (!question.HasValue())
  {
    return question.Failure();
  }
  const Result<std::int64_t> entry = Record(question.Value(), now);
  if (!entry.HasValue())
  {
    return entry.Failure();
  }
  const HttpTransport::Outcome outcome =
      ports.transport.Send(question.Value().call, question.Value().connection, cancellation);
  Complete(entry.Value(), outcome, now);
  if (const auto* error = std::get_if<TransportError>(&outcome))
  {
    return Failure(*error);
  }
  return ReadToken(std::get<HttpReply>(outcome),
                   source.account ? "The token endpoint" : "The metadata server", now);
}

Result<Headers> VertexCredentials::State::Renew(const Cancellation& cancellation)
{
  Result<Token> fetched = Fetch(cancellation);
  // Somebody else's cancellation is no failure of the service.
  const bool isAnswer = fetched.HasValue() || fetched.Failure().kind != ErrorKind::Canceled;
  fetches += isAnswer ? 1 : 0;
  if (!fetched.HasValue())
  {
    token.reset();
    lastFailure = isAnswer ? std::optional(fetched.Failure()) : std::nullopt;
    return fetched.Failure();
  }
  lastFailure.reset();
  token = std::move(fetched).Value();
  return Headers{{"Authorization", "Bearer " + token->value.Reveal()}};
}

VertexCredentials::VertexCredentials(TokenSource source, const ExchangePorts& ports)
    : state_(std::make_unique<State>(std::move(source), ports))
{
}

VertexCredentials::~VertexCredentials() = default;

Result<Headers> VertexCredentials::Get(const Cancellation& cancellation)
{
  State& state = *state_;
  if (!state.source.problem.empty())
  {
    return Error{ErrorKind::ModelPaused, state.source.problem};
  }
  const std::uint64_t fetchesBefore = state.fetches;
  const FiberLock lock(state.mutex);
  if (cancellation.IsRequested())
  {
    return Error{ErrorKind::Canceled, "The request was canceled before it had an access token"};
  }
  if (state.token && state.ports.clock.Now() < state.token->renewAt)
  {
    return Headers{{"Authorization", "Bearer " + state.token->value.Reveal()}};
  }
  // It failed while this call waited for it: asking again, one after another, would only add up
  // the timeouts.
  if (state.fetches != fetchesBefore && state.lastFailure)
  {
    return *state.lastFailure;
  }
  return state.Renew(cancellation);
}

void VertexCredentials::Forget()
{
  const FiberLock lock(state_->mutex);
  state_->token.reset();
}

}  // namespace vlm
