// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/VertexCredentials.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Pipeline/FiberMutex.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds renewalMargin(60);
// RFC 6749, 5.1 only recommends expires_in.
constexpr int assumedLifetimeSeconds = 300;
constexpr int longestLifetimeSeconds = 86400;
constexpr std::chrono::milliseconds longestFetch(30000);
constexpr std::size_t maximumReplyBytes = std::size_t{64} << 10;
constexpr std::size_t maximumTokenBytes = std::size_t{16} << 10;

struct Token
{
  Secret value;
  Timestamp renewAt;
};

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

// What a server says of itself, without anything that might be a token or an assertion.
std::string Told(const Json::Value& reply, const char* name)
{
  if (!reply.isObject() || !reply[name].isString())
  {
    return "";
  }
  constexpr std::size_t longestWord = 64;
  const std::string text =
      CleanText(reply[name].asString(), maximumReplyBytes, LineBreaks::ReplaceBySpaces);
  std::string told;
  std::size_t begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    told += told.empty() ? "" : " ";
    told += end - begin > longestWord ? "..." : text.substr(begin, end - begin);
    begin = end + 1;
  }
  return CleanText(told, 300, LineBreaks::ReplaceBySpaces);
}

Error Refusal(const HttpReply& reply, const std::string& who)
{
  const bool mayHelpLater = reply.status == 408 || reply.status == 429 || reply.status >= 500;
  const Result<Json::Value> parsed = ParseJson(reply.body);
  std::string reason;
  if (parsed.HasValue())
  {
    reason = Told(parsed.Value(), "error");
    const std::string description = Told(parsed.Value(), "error_description");
    reason += !reason.empty() && !description.empty() ? ": " + description : description;
  }
  return Error{mayHelpLater ? ErrorKind::ModelUnavailable : ErrorKind::ModelPaused,
               who + " gave no access token: HTTP status " + std::to_string(reply.status) +
                   (reason.empty() ? "" : ", " + reason)};
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

// RFC 6750, 2.1: what may stand behind "Bearer".
bool IsToken(const std::string& text)
{
  return !text.empty() && text.size() <= maximumTokenBytes &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char byte) { return byte > 0x20 && byte < 0x7f; });
}

Result<Token> ReadToken(const HttpReply& reply, const std::string& who, Timestamp askedAt)
{
  if (reply.status != 200)
  {
    return Refusal(reply, who);
  }
  const Result<Json::Value> parsed = ParseJson(reply.body);
  if (!parsed.HasValue() || !parsed.Value().isObject() ||
      !parsed.Value()["access_token"].isString() ||
      !IsToken(parsed.Value()["access_token"].asString()))
  {
    return Error{ErrorKind::ModelUnavailable, who + " answered without an access_token"};
  }
  const Json::Value& expiresIn = parsed.Value()["expires_in"];
  const int seconds = expiresIn.isInt() ? expiresIn.asInt() : assumedLifetimeSeconds;
  const std::chrono::seconds lifetime(std::clamp(seconds, 0, longestLifetimeSeconds));
  return Token{Secret(parsed.Value()["access_token"].asString()),
               askedAt + lifetime - renewalMargin};
}

}  // namespace

struct VertexCredentials::State
{
  State(TokenSource from, HttpTransport& by, const Clock& at)
      : source(std::move(from)), transport(by), clock(at)
  {
  }

  Result<Question> Ask(Timestamp now) const;
  Result<Token> Fetch(const Cancellation& cancellation) const;
  Result<Headers> Renew(const Cancellation& cancellation) VLM_REQUIRES(mutex);

  const TokenSource source;
  HttpTransport& transport;
  const Clock& clock;
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

Result<Token> VertexCredentials::State::Fetch(const Cancellation& cancellation) const
{
  const Timestamp now = clock.Now();
  const Result<Question> question = Ask(now);
  if (!question.HasValue())
  {
    return question.Failure();
  }
  const HttpTransport::Outcome outcome =
      transport.Send(question.Value().call, question.Value().connection, cancellation);
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

VertexCredentials::VertexCredentials(TokenSource source, HttpTransport& transport,
                                     const Clock& clock)
    : state_(std::make_unique<State>(std::move(source), transport, clock))
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
  if (state.token && state.clock.Now() < state.token->renewAt)
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
