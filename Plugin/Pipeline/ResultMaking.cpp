// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ResultMaking.h"

namespace vlm
{

Result<MadeResults> MakeResults(const ResultOrder& /*order*/, const OutputSettings& /*settings*/,
                                ImageArchive& /*images*/, ResultArchive& /*archive*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
