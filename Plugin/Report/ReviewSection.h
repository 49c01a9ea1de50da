// SPDX-License-Identifier: GPL-3.0-or-later
// What a document says of the human who reviewed the report.
#pragma once

#include <json/value.h>

#include "Report/DocumentBlocks.h"
#include "Report/DocumentSubject.h"

namespace vlm
{

// The sentence that stands first and last in a document.
Notice DisclaimerNoticeOf(const Json::Value& report, const Phrasebook& words);

// Who reviewed the report, when, and whether it is signed; of a collected one, for each part.
// Nothing without a review.
void AppendReview(const DocumentSubject& subject, Blocks& blocks);

// What the model had for an impression where the reviewer's stands; nothing otherwise.
void AppendFormerImpression(const DocumentSubject& subject, Blocks& blocks);

// All reviews in a table, if there are several.
void AppendReviewHistory(const DocumentSubject& subject, Blocks& blocks);

// The findings that a human rejected, with reasons; nothing if there are none.
void AppendRejectedByHuman(const DocumentSubject& subject, Blocks& blocks);

}  // namespace vlm
