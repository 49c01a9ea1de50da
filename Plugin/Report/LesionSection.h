// SPDX-License-Identifier: GPL-3.0-or-later
// One lesion in a document: what it is, where, how large, why, and how far its place is certain.
#pragma once

#include <cstddef>

#include "Report/DocumentBlocks.h"
#include "Report/DocumentSubject.h"

namespace vlm
{

// `lesion`: index into subject.lesions.
void AppendLesion(const DocumentSubject& subject, std::size_t lesion, Blocks& blocks);
// Those without a section of their own, in one table, which says so.
void AppendFurtherLesions(const DocumentSubject& subject, Blocks& blocks);
// How many findings were rejected, and why.
void AppendRejected(const DocumentSubject& subject, Blocks& blocks);

}  // namespace vlm
