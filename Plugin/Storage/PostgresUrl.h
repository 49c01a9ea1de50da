// SPDX-License-Identifier: GPL-3.0-or-later
// What libpq is told of a PostgreSQL database.
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Storage/DatabaseSettings.h"

namespace vlm
{

// Whether it can be a database of ours. Errors: BadConfiguration, without the URL's password: it
// has one, its scheme is not postgresql, it has no name of a database.
Result<void> CheckPostgresUrl(const std::string& url);

// The URL with the password and what keeps a dead connection from being waited for.
std::string ConnectionUrl(const DatabaseSettings& settings);

// For values in URLs and configuration: everything but letters, digits and -._~ as %XX.
std::string PercentEncode(const std::string& text);

}  // namespace vlm
