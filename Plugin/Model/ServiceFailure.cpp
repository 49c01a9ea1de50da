// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ServiceFailure.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

#include "Model/ServerError.h"

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::milliseconds;
using Wait = std::optional<milliseconds>;

constexpr milliseconds LongestWait = hours(24);
// A used-up day without a word on when to come back: the quota's day need not end at our midnight.
constexpr milliseconds DailyQuotaWait = hours(1);
constexpr std::size_t MaximumWords = 200;

bool IsSuccess(int status)
{
  return status >= 200 && status < 300;
}

// RFC 9110, section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"; the obsolete forms are not read.
Wait WaitUntil(const std::string& date, Timestamp now)
{
  std::istringstream text(date);
  text.imbue(std::locale::classic());
  std::tm parts{};
  text >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
  if (text.fail())
  {
    return std::nullopt;
  }
  const auto seconds = std::chrono::seconds(timegm(&parts));
  return std::max(milliseconds(0), milliseconds(seconds) - now.time_since_epoch());
}

// RFC 9110, section 10.2.3: seconds, or a date.
Wait RetryAfterOf(const HttpReply& reply, Timestamp now)
{
  const auto header = reply.headers.find("retry-after");
  if (header == reply.headers.end() || header->second.empty() || header->second.size() > 100)
  {
    return std::nullopt;
  }
  const std::string& text = header->second;
  double seconds = 0.0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size())
  {
    constexpr double longest = 1e6;
    const bool isSane = seconds >= 0.0 && seconds <= longest;
    return isSane ? Wait(milliseconds(static_cast<std::int64_t>(seconds * 1000.0))) : std::nullopt;
  }
  return WaitUntil(text, now);
}

ServiceFailure Judged(const char* kind, FailureAction action, Wait after = std::nullopt)
{
  ServiceFailure failure;
  failure.kind = kind;
  failure.action = action;
  failure.after = after;
  return failure;
}

ServiceFailure Delayed(const char* kind, Wait wait)
{
  if (!wait)
  {
    return Judged(kind, FailureAction::RetrySoon);
  }
  return Judged(kind, FailureAction::RetryAfter, std::min(*wait, LongestWait));
}

ServiceFailure JudgeTooMany(const ServerError& error, Wait wait)
{
  if (error.code == "insufficient_quota")  // OpenAI: the account is out of money, not of patience
  {
    return Judged("RateLimited", FailureAction::Pause);
  }
  return Delayed("RateLimited", !wait && error.isDailyQuota ? Wait(DailyQuotaWait) : wait);
}

ServiceFailure JudgeRefused(int status, const ServerError& error)
{
  // FAILED_PRECONDITION: the account's place or billing does not allow the API.
  if (IsKeyRefused(error) || error.code == "FAILED_PRECONDITION")
  {
    return Judged("Unauthorized", FailureAction::Pause);
  }
  return status == 413 ? Judged("TooLarge", FailureAction::Fail)
                       : Judged("BadRequest", FailureAction::PauseAndFail);
}

ServiceFailure JudgeStatus(int status, const ServerError& error, Wait wait)
{
  switch (status)
  {
    case 408:
      return Judged("TimedOut", FailureAction::RetrySoon);
    case 429:
      return JudgeTooMany(error, wait);
    case 401:
    case 402:
    case 403:
      return Judged("Unauthorized", FailureAction::Pause);
    case 404:
      return Judged("UnknownModel", FailureAction::Pause);
    case 501:  // nothing that time would change
      return Judged("BadRequest", FailureAction::PauseAndFail);
    default:
      break;
  }
  if (status == 425 || (status >= 500 && status < 600))
  {
    return Delayed("ServerError", wait);
  }
  if (status >= 300 && status < 400)
  {
    return Judged("Redirected", FailureAction::Pause);
  }
  return status >= 400 && status < 500 ? JudgeRefused(status, error)
                                       : Judged("Broken", FailureAction::RetrySoon);
}

const char* RemedyFor(const std::string& kind)
{
  if (kind == "Unauthorized")
  {
    return " Check the API key or credentials and what the account may use.";
  }
  if (kind == "UnknownModel")
  {
    return " Check Model and Url.";
  }
  return kind == "Redirected" ? " Redirects are not followed: check Url." : "";
}

ServiceFailure JudgeReply(const HttpReply& reply, const std::string& host, Timestamp now)
{
  const ServerError error = ReadServerError(reply.body);
  const Wait wait = error.wait ? error.wait : RetryAfterOf(reply, now);
  ServiceFailure failure = JudgeStatus(reply.status, error, wait);
  const std::string words = WithoutSecrets(error.message, MaximumWords);
  failure.message = host + " answered with HTTP status " + std::to_string(reply.status) +
                    (words.empty() ? "." : ": " + words);
  if (failure.message.back() != '.')
  {
    failure.message += '.';
  }
  failure.message += RemedyFor(failure.kind);
  return failure;
}

ServiceFailure JudgeTransport(TransportFailure kind)
{
  switch (kind)
  {
    case TransportFailure::NotAllowed:
      return Judged("NotAllowed", FailureAction::Fail);
    case TransportFailure::Unreachable:
      return Judged("Unreachable", FailureAction::RetrySoon);
    case TransportFailure::TimedOut:
      return Judged("TimedOut", FailureAction::RetrySoon);
    case TransportFailure::Broken:
      return Judged("Broken", FailureAction::RetrySoon);
    case TransportFailure::TooLarge:
      return Judged("TooLarge", FailureAction::Fail);
    case TransportFailure::Canceled:
      break;
  }
  return Judged("Canceled", FailureAction::Fail);
}

}  // namespace

std::optional<ServiceFailure> JudgeService(const HttpTransport::Outcome& outcome,
                                           const std::string& host, Timestamp now)
{
  if (const auto* reply = std::get_if<HttpReply>(&outcome))
  {
    return IsSuccess(reply->status) ? std::nullopt
                                    : std::optional<ServiceFailure>(JudgeReply(*reply, host, now));
  }
  const auto& error = std::get<TransportError>(outcome);
  ServiceFailure failure = JudgeTransport(error.kind);
  failure.message = error.message.empty() ? host + " did not answer." : error.message;
  return failure;
}

}  // namespace vlm
