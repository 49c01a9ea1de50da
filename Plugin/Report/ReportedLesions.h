// SPDX-License-Identifier: GPL-3.0-or-later
// The lesions of a report: findings that share a number.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/AnalysisReport.h"

namespace vlm
{

// By which the largest of a lesion's slices is chosen: area and long axis in mm; in pixels where
// there is neither, since pixels of two images need not be of one size.
using Extent = std::array<double, 3>;

// `boxAreaPx2` is taken where no area was measured.
Extent ExtentOf(const Measurements& measurements, std::optional<double> boxAreaPx2);

struct ReportedLesion
{
  int number = 0;
  std::vector<const ModelledFinding*> members;  // at least one, in their order
  // As Main()'s fields say; where Laterality does not, the only side that its anatomy names, else
  // its label.
  Laterality statedSide = Laterality::Unknown;

  // The largest member, else the first: whose words and sizes stand for all.
  const Finding& Main() const;
  // Whether any member has a place in the picture.
  bool IsLocated() const;
};

// In rising order of their numbers. The report must outlive them.
std::vector<ReportedLesion> LesionsOf(const AnalysisReport& report);

// On which of the patient's sides the lesion is, and who says so.
struct KnownSide
{
  enum class Source
  {
    VerifiedPlace,
    UnverifiedPlace,
    Statement  // ReportedLesion::statedSide
  };
  Laterality side = Laterality::Unknown;  // Left or Right, or Unknown
  Source source = Source::Statement;
};

KnownSide SideOf(const ReportedLesion& lesion);

// Left and right; "bilateral", "midline" and what is unknown are opposite to nothing.
bool AreOpposite(Laterality one, Laterality other);

// Whether lengths in the finding's image are those of the detector's plane, which are larger than
// the patient's (PS3.3 10.7.1.3).
bool IsInDetectorPlane(const AnalysisReport& report, const Finding& finding);

// E.g. "12 x 9 mm", else "40 x 30 px"; empty if it was not measured.
std::string SizeText(const Measurements& measurements);

// The size of the lesion, and whether it is one in the detector's plane.
std::string MeasuredText(const ReportedLesion& lesion, const AnalysisReport& report,
                         const Phrasebook& words);

}  // namespace vlm
