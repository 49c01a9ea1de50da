// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt files, embedded or an administrator's, checked.
#pragma once

#include <map>
#include <string>

#include "Foundation/Result.h"

namespace vlm
{

// File name -> content of every file that Prompts needs; `overrides` go first.
// Errors: BadConfiguration, see Prompts::Create.
Result<std::map<std::string, std::string>> PromptTexts(
    const std::map<std::string, std::string>& overrides);

}  // namespace vlm
