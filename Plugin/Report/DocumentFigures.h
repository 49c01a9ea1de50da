// SPDX-License-Identifier: GPL-3.0-or-later
// Where the figures of a document stand, and what is said of them. FiguresOf() (ReportDocument.h)
// chooses them.
#pragma once

#include <cstddef>
#include <optional>

#include "Report/DocumentBlocks.h"
#include "Report/DocumentSubject.h"

namespace vlm
{

// The figure in which a lesion with a section is marked: index into subject.figures.
std::optional<std::size_t> FigureOfLesion(const DocumentSubject& subject, std::size_t lesion);

// Beside the first lesion that it shows; for the others, where it stands.
void AppendFigureOfLesion(const DocumentSubject& subject, std::size_t lesion, Blocks& blocks);
// Those that show everything: the plates.
void AppendLeadingFigures(const DocumentSubject& subject, Blocks& blocks);
// Those that stand nowhere else.
void AppendOtherFigures(const DocumentSubject& subject, Blocks& blocks);

}  // namespace vlm
