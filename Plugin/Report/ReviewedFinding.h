// SPDX-License-Identifier: GPL-3.0-or-later
// One finding as a review leaves it.
#pragma once

#include <json/value.h>

#include <utility>

namespace vlm
{

struct ReviewedFinding
{
  Json::Value finding;
  Json::Value original = Json::objectValue;  // members that were replaced, as they were

  explicit ReviewedFinding(Json::Value asItWas) : finding(std::move(asItWas)) {}

  bool IsMoved() const { return original.isMember("Gaussian") || original.isMember("Box"); }
};

// With what an "Edited" decision says. `image`: the finding's item of Images, or null.
ReviewedFinding EditFinding(ReviewedFinding reviewed, const Json::Value& decision,
                            const Json::Value& image);

// Our verification had rejected it, so that it counted as none; a human says that it is one. It is
// put where the model said, if that is a place.
ReviewedFinding RestoreFinding(ReviewedFinding reviewed, const Json::Value& image);

// Of an item of Added; null if that says no finding or no place in its image.
Json::Value AddedFinding(const Json::Value& added, const Json::Value& image);

}  // namespace vlm
