// SPDX-License-Identifier: GPL-3.0-or-later
// The printed report as Encapsulated PDF (PS3.3 A.45.1).
#pragma once

#include <string>

#include "Results/ResultObject.h"

namespace vlm
{

// `pdf` is a whole PDF file. UIDs: context.Uid("pdf") and "pdf-series". Errors: NotFound
// (no image of the report is in the archive), Internal.
Result<ResultObject> EncapsulatedPdfOf(const ResultContext& context, const std::string& pdf);

}  // namespace vlm
