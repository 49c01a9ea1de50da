// SPDX-License-Identifier: GPL-3.0-or-later
// Keys from the environment or from a file that Orthanc alone can read.
#pragma once

#include <string>

#include "Foundation/Result.h"
#include "Foundation/Secret.h"

namespace vlm
{

// Surrounding white space is trimmed. Errors: BadConfiguration, which names the variable and never
// its value: not set, empty, or with a character that no header may hold (RFC 9110, 5.5).
Result<Secret> SecretFromEnvironment(const std::string& variable);

// One line as above, or a JSON object (a service account's key file). Its group may read it, since
// Kubernetes gives secrets to a group (fsGroup, mode 0440); nobody but its owner may write it and
// nobody else may read it. Errors: BadConfiguration, which names the file: not there, not a regular
// file, open to others (chmod 600), larger than 64 KB, empty, not one line.
Result<Secret> SecretFromFile(const std::string& path);

}  // namespace vlm
