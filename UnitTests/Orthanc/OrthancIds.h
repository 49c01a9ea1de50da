// SPDX-License-Identifier: GPL-3.0-or-later
// Identifiers of the form that Orthanc gives.
#pragma once

#include <string>

namespace vlm
{

// Five groups of eight times the same hexadecimal digit.
inline std::string OrthancId(char digit)
{
  const std::string group(8, digit);
  return group + '-' + group + '-' + group + '-' + group + '-' + group;
}

}  // namespace vlm
