// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/RetryPolicy.h"

#include <algorithm>

namespace vlm
{

AfterFailure ActionAfter(ErrorKind kind)
{
  switch (kind)
  {
    case ErrorKind::StorageFailed:
    case ErrorKind::ModelUnavailable:
      return AfterFailure::Retry;
    case ErrorKind::NotFound:
      return AfterFailure::Forget;
    case ErrorKind::NotReady:
    case ErrorKind::Canceled:
    case ErrorKind::ModelPaused:
      return AfterFailure::Release;
    case ErrorKind::BadConfiguration:
    case ErrorKind::BadInput:
    case ErrorKind::Forbidden:
    case ErrorKind::MethodNotAllowed:
    case ErrorKind::Conflict:
    case ErrorKind::TooLarge:
    case ErrorKind::NoPixels:
    case ErrorKind::CorruptDicom:
    case ErrorKind::UndecodablePixels:
    case ErrorKind::BadReply:
    case ErrorKind::ModelRefused:
    case ErrorKind::DegenerateCovariance:
    case ErrorKind::MassOutOfRange:
    case ErrorKind::Internal:
      break;
  }
  return AfterFailure::Fail;
}

std::chrono::milliseconds DelayAfter(int attempts)
{
  constexpr std::chrono::seconds first{2};
  constexpr std::chrono::minutes longest{5};
  const int doublings = std::clamp(attempts - 1, 0, 10);
  return std::min<std::chrono::milliseconds>(first * (1 << doublings), longest);
}

}  // namespace vlm
