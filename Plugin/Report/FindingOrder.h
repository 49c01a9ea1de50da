// SPDX-License-Identifier: GPL-3.0-or-later
// In which order findings are told, and how they are numbered: the gravest first.
#pragma once

#include <string_view>

#include "Report/AnalysisReport.h"

namespace vlm
{

// In rising order.
enum class SeverityRank
{
  Incidental,  // "benign", "incidental", "normal variant"
  Mild,
  Unstated,  // nothing, or words that are not known
  Moderate,
  Severe,
  Critical  // "life-threatening", "emergency"
};

// Of a model's free words, in English or Chinese; the gravest word counts, a denied one does not.
SeverityRank SeverityRankOf(std::string_view severity);

// Sorts the findings: lesions by the severest of their members, then by how well their place is
// verified, then by the model's score, else in their order; members of one lesion (report.volumes)
// stay together, in the order of images. Numbers lesions from 1, so that the members of one share
// its number; a finding in no volume is a lesion of its own.
void NumberFindings(AnalysisReport& report);

}  // namespace vlm
