// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in and out of memory, within bounds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "Foundation/Result.h"

namespace vlm
{

// Errors: NotFound (is no file, or cannot be opened), TooLarge, StorageFailed.
Result<std::string> ReadFile(const std::string& path, std::size_t mostBytes);

// Replaces what is there. Errors: StorageFailed.
Result<void> WriteFile(const std::string& path, std::string_view content);

}  // namespace vlm
