// SPDX-License-Identifier: GPL-3.0-or-later
// Who and what was examined, and by which model.
#pragma once

#include "Report/DocumentBlocks.h"
#include "Report/DocumentSubject.h"

namespace vlm
{

// Nothing without a patient in the context.
void AppendPatient(const DocumentSubject& subject, Blocks& blocks);
void AppendExamination(const DocumentSubject& subject, Blocks& blocks);
// What the analysis cost, and the software that wrote the document.
void AppendCosts(const DocumentSubject& subject, Blocks& blocks);

}  // namespace vlm
