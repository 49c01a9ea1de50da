// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/CallRetry.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

namespace vlm
{
namespace
{

// Oracle: the promise in the header, 0.5 s, doubling, at most 30 s.
TEST(CallRetry, BacksOffForAnyTimeUpToADoublingBound)
{
  const std::map<int, int> bounds = {{1, 500},   {2, 1000},    {3, 2000}, {4, 4000},
                                     {7, 30000}, {100, 30000}, {0, 500},  {-1, 500}};
  for (const auto& [failures, bound] : bounds)
  {
    EXPECT_EQ(BackOffAfter(failures, 0.0).count(), 0) << failures;
    EXPECT_EQ(BackOffAfter(failures, 0.5).count(), bound / 2) << failures;
    EXPECT_LE(BackOffAfter(failures, 0.999999).count(), bound) << failures;
  }
  EXPECT_LE(BackOffAfter(std::numeric_limits<int>::max(), 0.9), std::chrono::seconds(30));
}

TEST(CallRetry, ExpectsOnlyTheRefusalsThatAnotherFormOfTheRequestMayMend)
{
  OutgoingCall call;
  call.isRefusalExpected = true;
  const std::map<int, bool> expected = {{400, true},  {415, true},  {422, true},  {501, true},
                                        {401, false}, {404, false}, {413, false}, {429, false},
                                        {500, false}, {503, false}};
  for (const auto& [status, isExpected] : expected)
  {
    EXPECT_EQ(IsExpectedRefusal(call, HttpReply{status, {}, ""}), isExpected) << status;
    EXPECT_FALSE(IsExpectedRefusal(OutgoingCall{}, HttpReply{status, {}, ""})) << status;
  }
  EXPECT_FALSE(IsExpectedRefusal(call, TransportError{TransportFailure::Broken, "reset"}));
}

}  // namespace
}  // namespace vlm
