// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as JSON for the tests of documents.
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

// A series of eight slices: lesion 1 ("Haemorrhage") on images 2 to 5, largest in 4; lesion 2
// ("Fracture") on image 7.
Json::Value SeriesReport();

// An instance with that many findings, labelled "Lesion 1", "Lesion 2", ...
Json::Value ReportWithFindings(int count);

// A 2 x 2 picture.
std::string SmallPng();

// Markup, quotes, entities, a bell, a right-to-left override, malformed UTF-8.
std::string HostileText();

}  // namespace vlm
