// SPDX-License-Identifier: GPL-3.0-or-later
// Orthanc's identifier of an instance that DICOM names.
#pragma once

#include <optional>
#include <string>

#include "Orthanc/OrthancApi.h"

namespace vlm
{

// The instance in that study; a UID may stand in several, e.g. under a corrected patient. No value:
// there is none. Errors: those of OrthancApi.
Result<std::optional<std::string>> FindInstanceIn(const OrthancApi& api,
                                                  const std::string& sopInstanceUid,
                                                  const std::string& studyOrthancId);

}  // namespace vlm
