// SPDX-License-Identifier: GPL-3.0-or-later
// Names of persons as people write them.
#pragma once

#include <string>

namespace vlm
{

// A PN value (PS3.5 6.2.1) as people write it: "Yamada^Tarou=山田^太郎" -> "Yamada, Tarou
// (山田 太郎)".
std::string PersonNameText(const std::string& value);

}  // namespace vlm
