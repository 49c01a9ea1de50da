// SPDX-License-Identifier: GPL-3.0-or-later
// What the sections of a document are written from.
#pragma once

#include <json/value.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "Report/Lesions.h"
#include "Report/ReportDocument.h"

namespace vlm
{

struct DocumentSubject
{
  // Lesions with a section of their own; the others stand in one table.
  static constexpr std::size_t MostSections = 60;

  const Json::Value& report;
  const DocumentContext& context;
  const Phrasebook& words;
  std::vector<Lesion> lesions;
  std::vector<FigureWish> figures;  // none in an edition without them

  std::size_t Sections() const { return std::min(lesions.size(), MostSections); }
};

}  // namespace vlm
