// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/PresentationState.h"

namespace vlm
{

Result<std::vector<ResultObject>> PresentationStatesOf(const ResultContext& /*context*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
