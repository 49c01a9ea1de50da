// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SecondaryCapture.h"

namespace vlm
{

std::vector<CaptureWish> CapturesOf(const Json::Value& /*report*/)
{
  return {};
}

Result<ResultObject> SecondaryCaptureOf(const ResultContext& /*context*/,
                                        const CaptureWish& /*wish*/, const cv::Mat& /*picture*/,
                                        int /*number*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
