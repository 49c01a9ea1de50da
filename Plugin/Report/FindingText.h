// SPDX-License-Identifier: GPL-3.0-or-later
// One finding in words, for the text report.
#pragma once

#include <json/value.h>

#include "Report/TextPage.h"

namespace vlm
{

// `number`: from 1, as the reader counts.
void AddFinding(const Json::Value& report, const Json::Value& finding, std::size_t number,
                TextPage& page);

}  // namespace vlm
