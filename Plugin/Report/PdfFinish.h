// SPDX-License-Identifier: GPL-3.0-or-later
// Completes a PDF with what Cairo 1.16 cannot write, by qpdf.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Result.h"

namespace vlm
{

struct PdfProperties
{
  std::string language;                   // BCP 47
  std::vector<std::string> descriptions;  // what is seen in the figures, in their order
  bool hasCreationDate = false;           // else Cairo's, which is the time of printing, is removed
};

// The same bytes in, the same bytes out. Errors: Internal (not a PDF that qpdf reads).
Result<std::string> CompletePdf(const std::string& pdf, const PdfProperties& properties);

}  // namespace vlm
