// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RequestThreads.h"

#include <condition_variable>
#include <thread>

namespace vlm
{

// One thread and the work it was given.
class RequestThreads::Seat
{
public:
  Seat() : thread_([this] { Serve(); }) {}
  ~Seat()
  {
    Become(State::Ending, nullptr);
    thread_.join();
  }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

  void Run(const std::function<void()>& work)
  {
    Become(State::Working, &work);
    const MutexLock lock(mutex_);
    while (state_ != State::Idle)
    {
      changed_.wait(mutex_);
    }
  }

private:
  enum class State
  {
    Idle,
    Working,
    Ending
  };

  void Become(State state, const std::function<void()>* work)
  {
    {
      const MutexLock lock(mutex_);
      work_ = work;
      state_ = state;
    }
    changed_.notify_all();
  }

  // None: the end.
  const std::function<void()>* WaitForWork()
  {
    const MutexLock lock(mutex_);
    while (state_ == State::Idle)
    {
      changed_.wait(mutex_);
    }
    return work_;
  }

  void Serve()
  {
    while (const auto* work = WaitForWork())
    {
      (*work)();
      Become(State::Idle, nullptr);
    }
  }

  Mutex mutex_;
  std::condition_variable_any changed_;
  const std::function<void()>* work_ VLM_GUARDED_BY(mutex_) = nullptr;
  State state_ VLM_GUARDED_BY(mutex_) = State::Idle;
  std::thread thread_;  // last: it uses all of the above
};

RequestThreads::RequestThreads() = default;
RequestThreads::~RequestThreads() = default;

RequestThreads::Seat& RequestThreads::Take()
{
  const MutexLock lock(mutex_);
  if (free_.empty())
  {
    seats_.push_back(std::make_unique<Seat>());
    free_.reserve(seats_.size());
    return *seats_.back();
  }
  Seat& seat = *free_.back();
  free_.pop_back();
  return seat;
}

void RequestThreads::Run(const std::function<void()>& work)
{
  Seat& seat = Take();
  seat.Run(work);
  const MutexLock lock(mutex_);
  free_.push_back(&seat);
}

}  // namespace vlm
