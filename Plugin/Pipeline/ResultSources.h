// SPDX-License-Identifier: GPL-3.0-or-later
// The images of a report as the archive has them.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

#include "Pipeline/ResultArchive.h"
#include "Results/SourceImage.h"

namespace vlm
{

struct ResultSources
{
  std::vector<std::optional<SourceImage>> images;  // of each of the report's Images
  std::vector<std::string> remarks;                // why one that is there cannot be read
};

// Reads each instance once. Errors: NotFound (none of them is in the archive), BadInput (too many),
// those of the archive, those of ReadSourceImage if it can read none.
Result<ResultSources> ReadResultSources(const Json::Value& report, ResultArchive& archive);

}  // namespace vlm
