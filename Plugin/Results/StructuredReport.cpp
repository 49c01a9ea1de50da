// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReport.h"

namespace vlm
{

Result<ResultObject> StructuredReportOf(const ResultContext& /*context*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
