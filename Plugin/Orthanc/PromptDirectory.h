// SPDX-License-Identifier: GPL-3.0-or-later
// An administrator's own prompts: files that take the place of those in Resources/Prompts.
#pragma once

#include <map>
#include <string>

#include "Foundation/Result.h"
#include "Model/Prompt.h"

namespace vlm
{

// File name -> content of every "*.md" in the directory but README.md; nothing for an empty path.
// Errors: BadConfiguration: not a directory, a file that cannot be read or is over 64 KB.
Result<std::map<std::string, std::string>> ReadPromptDirectory(const std::string& path);

// The embedded prompts, those of the directory in their place. Errors: as above, and those of
// Prompts::Create.
Result<Prompts> ReadPrompts(const std::string& directory);

}  // namespace vlm
