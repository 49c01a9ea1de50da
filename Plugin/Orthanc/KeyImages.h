// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a stored image is one that a reader looks at.
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"

namespace vlm
{

// Not so: localizers, pages on doses, copies of screens, by ImageType; Secondary Capture in a
// series of CT, MR or PT. What cannot be read is one: its analysis tells why. Costs reading the
// header. Errors: NotReady.
Result<bool> IsKeyImage(const OrthancApi& api, const std::string& instanceId,
                        const std::string& modality);

}  // namespace vlm
