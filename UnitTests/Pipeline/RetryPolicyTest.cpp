// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/RetryPolicy.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

namespace vlm
{
namespace
{

TEST(RetryPolicy, DecidesOnEveryKindOfError)
{
  const std::map<ErrorKind, AfterFailure> expected = {
      {ErrorKind::BadConfiguration, AfterFailure::Fail},
      {ErrorKind::BadInput, AfterFailure::Fail},
      {ErrorKind::Forbidden, AfterFailure::Fail},
      {ErrorKind::NotFound, AfterFailure::Forget},
      {ErrorKind::MethodNotAllowed, AfterFailure::Fail},
      {ErrorKind::Conflict, AfterFailure::Fail},
      {ErrorKind::TooLarge, AfterFailure::Fail},
      {ErrorKind::NoPixels, AfterFailure::Fail},
      {ErrorKind::CorruptDicom, AfterFailure::Fail},
      {ErrorKind::UndecodablePixels, AfterFailure::Fail},
      {ErrorKind::BadReply, AfterFailure::Fail},
      {ErrorKind::ModelRefused, AfterFailure::Fail},
      {ErrorKind::ModelUnavailable, AfterFailure::Retry},
      {ErrorKind::ModelPaused, AfterFailure::Release},
      {ErrorKind::StorageFailed, AfterFailure::Retry},
      {ErrorKind::NotReady, AfterFailure::Release},
      {ErrorKind::Canceled, AfterFailure::Release},
      {ErrorKind::DegenerateCovariance, AfterFailure::Fail},
      {ErrorKind::MassOutOfRange, AfterFailure::Fail},
      {ErrorKind::Internal, AfterFailure::Fail}};
  EXPECT_EQ(expected.size(), static_cast<std::size_t>(ErrorKind::Internal) + 1);
  for (const auto& [kind, action] : expected)
  {
    EXPECT_EQ(ActionAfter(kind), action) << static_cast<int>(kind);
  }
}

// Oracle: the promise in the header, 2 s, doubling, at most 5 minutes.
TEST(RetryPolicy, WaitsTwiceAsLongEachTimeUpToFiveMinutes)
{
  const std::map<int, int> seconds = {{1, 2},  {2, 4},   {3, 8},   {4, 16},  {5, 32},
                                      {6, 64}, {7, 128}, {8, 256}, {9, 300}, {100, 300}};
  for (const auto& [attempts, expected] : seconds)
  {
    EXPECT_EQ(DelayAfter(attempts), std::chrono::seconds(expected)) << attempts;
  }
}

TEST(RetryPolicy, StandsNumbersThatCannotBe)
{
  EXPECT_EQ(DelayAfter(0), std::chrono::seconds(2));
  EXPECT_EQ(DelayAfter(-7), std::chrono::seconds(2));
  EXPECT_EQ(DelayAfter(std::numeric_limits<int>::max()), std::chrono::minutes(5));
}

}  // namespace
}  // namespace vlm
