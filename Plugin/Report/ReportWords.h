// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the report's JSON for our enumerations, both ways.
#pragma once

#include <string>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

std::string WordOf(Laterality side);  // empty if unknown
std::string WordOf(VerificationStatus status);
std::string WordOf(ReportStatus status);
std::string WordOf(PixelSpacing::Source source);
std::string WordOf(NarrativeSentence::Section section);
std::string WordOf(NarrativeSentence::Origin origin);

// An unknown word reads as Laterality::Unknown, VerificationStatus::Unverified, Section::Findings
// and Origin::Model.
Laterality LateralityOf(const std::string& word);
VerificationStatus VerificationStatusOf(const std::string& word);
NarrativeSentence::Section SectionOf(const std::string& word);
NarrativeSentence::Origin OriginOf(const std::string& word);

}  // namespace vlm
