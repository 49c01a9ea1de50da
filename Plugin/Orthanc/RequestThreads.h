// SPDX-License-Identifier: GPL-3.0-or-later
// Threads with ordinary stacks that answer REST requests.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "Pipeline/Mutex.h"

namespace vlm
{

// The threads of Orthanc's HTTP server (civetweb) have stacks of 100 KB. DCMTK 3.6.9 overflows them
// when it converts GB18030, and Pixels/DicomHeader.cpp grants 512 KB to nested sequences. Threads
// are made as needed and kept until the end, as many as there ever were requests at once: one that
// waited as a fiber (Boost.Fiber) must not end while it is being woken. Thread-safe.
class RequestThreads
{
public:
  RequestThreads();
  ~RequestThreads();  // no request may be running
  RequestThreads(const RequestThreads&) = delete;
  RequestThreads& operator=(const RequestThreads&) = delete;

  // Runs `work` on one of the threads and waits for its end; `work` must not throw.
  void Run(const std::function<void()>& work);

private:
  class Seat;
  Seat& Take();

  Mutex mutex_;
  std::vector<std::unique_ptr<Seat>> seats_ VLM_GUARDED_BY(mutex_);
  std::vector<Seat*> free_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
