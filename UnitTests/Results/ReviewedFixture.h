// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that a human reviewed, to make results of.
#pragma once

#include <json/value.h>

#include <string>

#include "Results/ResultFixture.h"

namespace vlm
{

// The report as it is stored, with one review more, as REST takes it; of "alice" at `at`. Fails the
// test if the review is refused.
Json::Value WithReview(Json::Value stored, const std::string& body,
                       const std::string& at = "2026-11-25T09:10:11.500Z");

// Accepts Findings[0]; edits label, side, severity, text and place of Findings[1] (a rotated
// ellipse); rejects Findings[2]; accepts the rest; adds one on image 0; says another impression; is
// signed by Jane Smith.
std::string SignedBody(const Json::Value& stored, int revision = 0);

// FixtureOf() a series of three CT slices with so many findings (at least 3) after such a review.
ResultFixture ReviewedSeries(int findings = 5);

// The three slices.
std::vector<std::string> CtSeries();

}  // namespace vlm
