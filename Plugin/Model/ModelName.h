// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the model that a server says it served is the one that was asked for.
#pragma once

#include <string>

namespace vlm
{

// Names are compared without case, folders ("models/", "google/"), the ending ".gguf" and the tag
// ":latest"; one may carry a version ("-001", "-preview-09-2025", "@20250101") that the other
// lacks. A name asked for that ends in "-latest" promises no model, and an empty answer says
// nothing: both match.
bool IsSameModel(const std::string& requested, const std::string& served);

}  // namespace vlm
