// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the JSON form expect and start from.
#pragma once

#include <json/value.h>

namespace vlm
{

// Fails the test unless the report follows Resources/Schemas/report.schema.json.
void ExpectValid(const Json::Value& report);

// A report on an instance of another series than SampleReport's, which no model could judge.
Json::Value FailedInstance();

}  // namespace vlm
