// SPDX-License-Identifier: GPL-3.0-or-later
// What libpq is told of a PostgreSQL database.
#pragma once

#include <string>

#include "Pipeline/DatabaseSettings.h"

namespace vlm
{

// The URL with the password and what keeps a dead connection from being waited for.
std::string ConnectionUrl(const DatabaseSettings& settings);

// For values in URLs and configuration: everything but letters, digits and -._~ as %XX.
std::string PercentEncode(const std::string& text);

}  // namespace vlm
