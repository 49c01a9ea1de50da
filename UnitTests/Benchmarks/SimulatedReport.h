// SPDX-License-Identifier: GPL-3.0-or-later
// A report of pictures whose lesions are known, read by a simulated model that has words: for the
// gallery of layers, which no real model was asked for.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Evaluation/TrueImage.h"
#include "Foundation/Result.h"

namespace vlm
{

struct SimulatedCase
{
  std::string name;
  std::vector<TrueImage> images;  // of one series, in the order of its slices
  // Keys of a model's reply: "findings" (words of the n-th finding of an image: label, anatomy,
  // ...), "findings_text", "impression", "technique", "recommendations".
  Json::Value words;
  double errorPx = 25.0;  // of a reading, on 512 x 512
  int calls = 5;
};

// An item of gallery.json; files are found from `folder`. Errors: BadInput, those of LoadTrueImage.
Result<SimulatedCase> LoadCase(const Json::Value& json, const std::string& folder);

// The report's JSON as the plugin would store it. Errors: those of reading.
Result<Json::Value> ReportOn(const SimulatedCase& one, const std::string& language);

}  // namespace vlm
