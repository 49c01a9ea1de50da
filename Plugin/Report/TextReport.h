// SPDX-License-Identifier: GPL-3.0-or-later
// A report as plain text for copy and paste, wrapped at 100 columns, UTF-8.
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

std::string ReportToText(const Json::Value& report);

}  // namespace vlm
