// SPDX-License-Identifier: GPL-3.0-or-later
// A report as Comprehensive 3D SR by TID 1500, in the shape of IHE AI Results, and back. The tree
// is described in Resources/Conformance.md.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Results/ResultObject.h"

namespace vlm
{

// UIDs: context.Uid("sr") and "sr-series". Errors: BadInput (a report that is none),
// NotFound (none of its images is in the archive), Internal.
Result<ResultObject> StructuredReportOf(const ResultContext& context);

// Whether a file is an SR of ours under the UID that we gave it, be it of a signed review or of
// none, and of which analysis; cheap.
std::optional<std::string> AnalysisOfStructuredReport(const std::string& dicomFile);

// The report that such a file tells of: identifiers, images, findings with codes, places,
// measurements and verification, narrative. What an SR does not hold (raw boxes, sightings, usage,
// lesions over several images, rejected findings, sentences one by one) is absent or zero, times
// are that of completion, lengths are in mm alone where that is known, and a warning says that the
// report was read back. One of a signed review gives the report before it, and the review as the
// last of Reviews. An image that was not in the archive is not in it either. OrthancId members are
// empty: the caller knows them. Errors: BadInput (not one of ours), CorruptDicom, TooLarge.
Result<Json::Value> ReadStructuredReport(const std::string& dicomFile);

}  // namespace vlm
