// SPDX-License-Identifier: GPL-3.0-or-later
// What verification made of a finding's place: short words, and shapes that need no colour.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "Findings/Finding.h"
#include "Foundation/Phrasebook.h"
#include "Render/Canvas.h"

namespace vlm
{

// "3 of 4": the looks that placed it there, of those that were shown the place; empty without any.
std::string LooksOf(const Verification& verification, const Phrasebook& words);
// A check's outcome: a passed one shortly, a failed one as a doubt; one we have no words for by its
// name, which is untrusted.
std::string OutcomeOf(const Check& check, const Phrasebook& words);

// A filled disc, a half disc, a dashed ring, a cross: Verified, Adjusted, Unverified, Rejected.
void DrawStatusMark(Canvas& canvas, VerificationStatus status, const cv::Rect2d& place,
                    const Colour& ink);
// A tick or a cross.
void DrawCheckMark(Canvas& canvas, const Check& check, const cv::Rect2d& place, const Colour& ink);

}  // namespace vlm
