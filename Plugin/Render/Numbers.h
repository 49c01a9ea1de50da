// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as drawn, with a decimal point whatever the process's locale.
#pragma once

#include <string>

namespace vlm
{

std::string FormatDecimals(double value, int decimals);
// Whole from 10 on, else with one decimal if it has one.
std::string FormatLength(double value);

}  // namespace vlm
