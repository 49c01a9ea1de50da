// SPDX-License-Identifier: GPL-3.0-or-later
// A report read back from a Structured Report of ours, at home in this Orthanc.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/StudyContents.h"

namespace vlm
{

// With Orthanc's identifiers of what was analysed, which must be in `study`, and of the images that
// are still there. Errors: those of ReadStructuredReport (BadInput, CorruptDicom) and of
// OrthancApi; NotFound (what was analysed is not in the study).
Result<Json::Value> RecoverReport(const OrthancApi& api, const std::string& dicomFile,
                                  const StudyContents& study);

}  // namespace vlm
