// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchFace.h"

#include <utility>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds LongestStep{1000};
constexpr std::chrono::milliseconds ClosedStep{20};

std::string OnlyItsBatch(const std::string& batchId)
{
  Json::Value content;
  content["Batch"] = batchId;
  return WriteJson(content);
}

}  // namespace

BatchFace::BatchFace(std::string batchId, std::shared_ptr<WakeUp> news, bool isRestored)
    : batchId_(std::move(batchId)),
      serialized_(OnlyItsBatch(batchId_)),
      news_(std::move(news)),
      content_(serialized_),
      isRestored_(isRestored)
{
}

std::string BatchFace::Content() const
{
  const MutexLock lock(mutex_);
  return content_;
}

float BatchFace::Progress() const
{
  const MutexLock lock(mutex_);
  return progress_;
}

BatchFace::End BatchFace::HowItEnded() const
{
  const MutexLock lock(mutex_);
  return end_;
}

void BatchFace::Show(const std::string& content, float progress, End end)
{
  const MutexLock lock(mutex_);
  content_ = content;
  progress_ = progress;
  if (!isResubmitted_)  // what it ended with before is over
  {
    end_ = end;
  }
  changed_.notify_all();
}

BatchFace::End BatchFace::Step()
{
  const MutexLock lock(mutex_);
  const auto deadline = std::chrono::steady_clock::now() + (isClosed_ ? ClosedStep : LongestStep);
  while (end_ == End::None && !isStepOver_)
  {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout)
    {
      break;
    }
  }
  isStepOver_ = false;
  return end_;
}

void BatchFace::EndStep()
{
  const MutexLock lock(mutex_);
  isStepOver_ = true;
  changed_.notify_all();
}

void BatchFace::Close()
{
  const MutexLock lock(mutex_);
  isClosed_ = true;
  isStepOver_ = true;
  changed_.notify_all();
}

void BatchFace::Resubmit()
{
  {
    const MutexLock lock(mutex_);
    isResubmitted_ = true;
    end_ = End::None;
  }
  news_->Notify();
}

bool BatchFace::IsResubmitted() const
{
  const MutexLock lock(mutex_);
  return isResubmitted_;
}

void BatchFace::ForgetResubmission()
{
  const MutexLock lock(mutex_);
  isResubmitted_ = false;
}

bool BatchFace::TakeRestoration()
{
  const MutexLock lock(mutex_);
  return std::exchange(isRestored_, false);
}

}  // namespace vlm
