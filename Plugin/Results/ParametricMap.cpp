// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ParametricMap.h"

namespace vlm
{

Result<std::vector<ResultObject>> ParametricMapsOf(const ResultContext& /*context*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
