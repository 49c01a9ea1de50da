// SPDX-License-Identifier: GPL-3.0-or-later
// What a document says of a report, and in which order.
#pragma once

#include <json/value.h>

#include "Report/DocumentBlocks.h"
#include "Report/ReportDocument.h"

namespace vlm
{

enum class Edition
{
  Illustrated,  // for the hospital: with the patient and figures
  WordsOnly     // for copy and paste: without both
};

// Bounded, whatever the report: long lists end by saying how many items are left out.
Blocks ComposeDocument(const Json::Value& report, const DocumentContext& context, Edition edition);

// E.g. "AI image analysis report: CT, HEAD". Names no patient.
std::string TitleOf(const Json::Value& report, const Phrasebook& words);

}  // namespace vlm
