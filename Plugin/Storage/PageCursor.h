// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of a table, newest first: the cursor is the last number shown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// No value: from the newest. Errors: BadInput.
Result<std::optional<long long>> ReadCursor(const std::string& text);

// What is asked for, between 1 and 1000.
std::size_t PageSize(int limit);

}  // namespace vlm
