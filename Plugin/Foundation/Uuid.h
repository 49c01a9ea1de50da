// SPDX-License-Identifier: GPL-3.0-or-later
// UUIDs in their lower-case text form (RFC 4122).
#pragma once

#include <string>
#include <string_view>

namespace vlm
{

// Version 4, from the system's random source. Thread-safe.
std::string RandomUuid();

// Version 5: the same parent and name always give the same UUID. `parent` need not be a UUID.
std::string DerivedUuid(std::string_view parent, std::string_view name);

bool IsUuid(std::string_view text);

}  // namespace vlm
