// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's own results among what Orthanc holds: they are never analysed, whatever way they
// have gone through other archives.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"

namespace vlm
{

// By the tags that Orthanc keeps of the series.
bool IsOwnSeries(const Json::Value& mainDicomTags);

// By the object itself, for series whose tags were changed or are not kept: its Manufacturer or
// Contributing Equipment (PS3.3 C.12.1.1.5) is ours. Only classes of ours that show pictures are
// looked into, which costs reading the file. What is gone or cannot be read is none: an analysis of
// it fails by itself. Errors: NotReady.
Result<bool> IsOwnPicture(const OrthancApi& api, const std::string& instanceId,
                          const std::string& sopClassUid);

// Of Orthanc's answer about a series, by its tags or else by its first instance. Errors: those of
// OrthancApi.
Result<bool> HoldsOwnResults(const OrthancApi& api, const Json::Value& series);

}  // namespace vlm
