// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in the sentences of the ledger.
#pragma once

#include <cstdio>
#include <string>

namespace vlm
{

// Five significant digits, whatever the number is: "12.5", "nan".
inline std::string NumberText(double value)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.5g", value);
  return text;
}

}  // namespace vlm
