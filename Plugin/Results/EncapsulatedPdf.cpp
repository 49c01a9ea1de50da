// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/EncapsulatedPdf.h"

namespace vlm
{

Result<ResultObject> EncapsulatedPdfOf(const ResultContext& /*context*/, const std::string& /*pdf*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
