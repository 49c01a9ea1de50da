// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that moves all calls in flight with one curl multi handle.
#pragma once

#include <curl/curl.h>

#include <boost/fiber/future/promise.hpp>
#include <map>
#include <memory>
#include <thread>

#include "Network/CurlCall.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

// Thread-safe.
class CurlLoop
{
public:
  // Owns `multi`; without one (memory is out) every call fails.
  explicit CurlLoop(CURLM* multi);
  // Calls that are still in flight end as Canceled.
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  // Suspends the calling fiber, or blocks a thread without fibers, until the call has ended.
  HttpTransport::Outcome Run(std::unique_ptr<CurlCall> call);

private:
  struct Job
  {
    boost::fibers::promise<HttpTransport::Outcome> promise;
    // Destroyed first: it refers to what lives in Run's caller, who waits for the promise.
    std::unique_ptr<CurlCall> call;
  };
  struct CloseMulti
  {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  void Work();
  void MoveOn();
  void EndAll(const HttpTransport::Outcome& outcome);
  bool IsStopping() const;
  void StartSubmitted();
  void FinishCompleted();
  void GiveUp();
  void End(CURL* handle, HttpTransport::Outcome outcome);

  const std::unique_ptr<CURLM, CloseMulti> multi_;
  // Jobs change from map to map without an allocation, which could fail on the thread.
  std::map<CURL*, Job> inFlight_;  // only the thread touches it
  mutable Mutex mutex_;
  std::map<CURL*, Job> submitted_ VLM_GUARDED_BY(mutex_);
  bool isStopping_ VLM_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace vlm
