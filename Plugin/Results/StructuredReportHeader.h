// SPDX-License-Identifier: GPL-3.0-or-later
// What of a Structured Report is not its tree: SR Document General and SR Document Series modules
// (PS3.3 C.17.1, C.17.2).
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "Results/ResultObject.h"

namespace vlm
{

// The organization of whoever signed the report off; never empty.
std::string OrganizationOf(const ResultContext& context);

// `source` gives the study. Every image of the report that is still there counts as evidence.
void WriteReportHeader(const ResultContext& context, const SourceImage& source,
                       DcmDataset& dataset);

}  // namespace vlm
