// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews to test with, of SampleReport().
#pragma once

#include <json/value.h>

#include <string>

namespace vlm
{

// The identifiers of SampleReport's findings: the nodule, the effusion, and the one rejected, which
// here has its own.
extern const char* const NoduleId;
extern const char* const EffusionId;
extern const char* const RejectedId;

// SampleReport as JSON, with its rejected finding told apart from the effusion.
Json::Value UnreviewedSample();

// From JSON text, with ' for ".
Json::Value Body(std::string text);

// `stored` with one more review, made of `body` as the archive would at 2026-11-24 06:00 UTC, of
// the user "alice". Fails the test if the body is refused.
Json::Value WithReview(Json::Value stored, Json::Value body);

// A body that accepts the nodule and edits, rejects or adds nothing else.
Json::Value AcceptedNodule();

// The nodule edited, the effusion rejected, the rejected one brought back, a cyst added, signed.
Json::Value FullReview();

// Why ReadReview() refuses `body` as bad input; "(taken)" if it does not.
std::string WhyRefused(const Json::Value& body, const Json::Value& stored = UnreviewedSample());

}  // namespace vlm
