// SPDX-License-Identifier: GPL-3.0-or-later
// The report's prose in a document: sentences lead to the findings that they speak of.
#pragma once

#include "Report/DocumentBlocks.h"
#include "Report/DocumentSubject.h"

namespace vlm
{

void AppendImpression(const DocumentSubject& subject, Blocks& blocks);
// Of the section "Findings" its heading and prose, or that there are none.
void AppendFindingsProse(const DocumentSubject& subject, Blocks& blocks);
// Recommendations, limitations and technique.
void AppendAdvice(const DocumentSubject& subject, Blocks& blocks);

}  // namespace vlm
