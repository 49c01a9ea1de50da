// SPDX-License-Identifier: GPL-3.0-or-later
#include "Network/CurlLoop.h"

#include <boost/fiber/future/future.hpp>
#include <boost/fiber/operations.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace vlm
{
namespace
{

// How long a cancellation or a stall may go unnoticed; without calls only a wake-up counts.
constexpr int watchMs = 100;
constexpr int idleMs = 60000;
// Kept open for the next call; a model with more calls at once opens new ones.
constexpr long keptConnections = 128;

// Without words, which would need memory; JudgeService says that the server did not answer.
TransportError Broken()
{
  return TransportError{TransportFailure::Broken, ""};
}

// A call that meets an exception, such as bad_alloc, ends; the others go on.
HttpTransport::Outcome OutcomeOf(CurlCall& call, CURLcode code)
{
  try
  {
    return call.Finish(code);
  }
  catch (const std::exception&)
  {
    return Broken();
  }
}

std::optional<TransportError> ReasonToGiveUp(CurlCall& call,
                                             std::chrono::steady_clock::time_point now)
{
  try
  {
    return call.ReasonToGiveUp(now);
  }
  catch (const std::exception&)
  {
    return Broken();
  }
}

}  // namespace

CurlLoop::CurlLoop(CURLM* multi) : multi_(multi)
{
  if (multi_)
  {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, keptConnections);
    thread_ = std::thread([this] { Work(); });
  }
}

CurlLoop::~CurlLoop()
{
  if (!multi_)
  {
    return;
  }
  {
    const MutexLock lock(mutex_);
    isStopping_ = true;
  }
  curl_multi_wakeup(multi_.get());
  thread_.join();
}

HttpTransport::Outcome CurlLoop::Run(std::unique_ptr<CurlCall> call)
{
  if (!multi_)
  {
    return TransportError{TransportFailure::Unreachable, "libcurl did not start: memory is out"};
  }
  CURL* handle = call->Handle();
  Job job{{}, std::move(call)};
  boost::fibers::future<HttpTransport::Outcome> outcome = job.promise.get_future();
  {
    const MutexLock lock(mutex_);
    submitted_.emplace(handle, std::move(job));
  }
  curl_multi_wakeup(multi_.get());
  return outcome.get();
}

bool CurlLoop::IsStopping() const
{
  const MutexLock lock(mutex_);
  return isStopping_;
}

void CurlLoop::Work()
{
  // What Boost.Fiber keeps for a thread is allocated at its first use, and bad_alloc there ends the
  // process: not later, when a promise is kept while memory is short.
  static_cast<void>(boost::this_fiber::get_id());
  while (!IsStopping())
  {
    try
    {
      MoveOn();
    }
    catch (const std::exception&)  // would end the process
    {
      EndAll(Broken());
    }
  }
  StartSubmitted();
  EndAll(TransportError{TransportFailure::Canceled, "The request was canceled: the plugin stops"});
}

void CurlLoop::MoveOn()
{
  StartSubmitted();
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  FinishCompleted();
  GiveUp();
  curl_multi_poll(multi_.get(), nullptr, 0, inFlight_.empty() ? idleMs : watchMs, nullptr);
}

void CurlLoop::EndAll(const HttpTransport::Outcome& outcome)
{
  while (!inFlight_.empty())
  {
    End(inFlight_.begin()->first, outcome);
  }
}

void CurlLoop::StartSubmitted()
{
  std::map<CURL*, Job> jobs;
  {
    const MutexLock lock(mutex_);
    jobs.swap(submitted_);
  }
  while (!jobs.empty())
  {
    CURL* handle = jobs.begin()->first;
    inFlight_.insert(jobs.extract(jobs.begin()));
    if (curl_multi_add_handle(multi_.get(), handle) != CURLM_OK)
    {
      End(handle,
          TransportError{TransportFailure::Unreachable, "libcurl did not take the request"});
    }
  }
}

void CurlLoop::FinishCompleted()
{
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left))
  {
    if (message->msg == CURLMSG_DONE)
    {
      CURL* handle = message->easy_handle;
      // Read before End, which ends the message's life.
      const CURLcode code = message->data.result;
      End(handle, OutcomeOf(*inFlight_.at(handle).call, code));
    }
  }
}

void CurlLoop::GiveUp()
{
  const auto now = std::chrono::steady_clock::now();
  for (auto next = inFlight_.begin(); next != inFlight_.end();)
  {
    // End removes the entry.
    const auto current = next++;
    std::optional<TransportError> reason = ReasonToGiveUp(*current->second.call, now);
    if (reason)
    {
      End(current->first, *std::move(reason));
    }
  }
}

void CurlLoop::End(CURL* handle, HttpTransport::Outcome outcome)
{
  const auto entry = inFlight_.find(handle);
  boost::fibers::promise<HttpTransport::Outcome> promise = std::move(entry->second.promise);
  curl_multi_remove_handle(multi_.get(), handle);
  // The call refers to what lives in Run's caller: it must be gone before that caller goes on.
  inFlight_.erase(entry);
  promise.set_value(std::move(outcome));
}

}  // namespace vlm
