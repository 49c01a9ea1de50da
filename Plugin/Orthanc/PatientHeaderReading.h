// SPDX-License-Identifier: GPL-3.0-or-later
// Who a study is of, as Orthanc's index knows it: for documents that stay in the house.
#pragma once

#include <json/value.h>

#include <string>

#include "Report/PersonName.h"
#include "Report/ReportDocument.h"

namespace vlm
{

// `study` is Orthanc's answer to /studies/{id}. What is missing or no text stays empty.
PatientHeader PatientHeaderOf(const Json::Value& study);

// A DA value as ISO 8601: "20250101" -> "2025-01-01"; another text as it is.
std::string DateText(const std::string& value);

}  // namespace vlm
