// SPDX-License-Identifier: GPL-3.0-or-later
// What was reported of one image, compared with what is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Evaluation/TrueImage.h"
#include "Findings/Finding.h"
#include "Gaussian/ModelledFinding.h"

namespace vlm
{

// Of a reported finding and the true one that it is taken for.
struct MatchScore
{
  int truth = 0;                  // index of the true finding
  double errorPx = 0.0;           // between the centres
  double errorShare = 0.0;        // of the image's diagonal
  double rawErrorShare = 0.0;     // of the first stated centre
  std::optional<double> errorMm;  // none: the spacing is not known
  double overlap = 0.0;           // intersection over union of the boxes
  std::optional<bool> isCovered;  // the 95 % ellipse of location holds the true centre
};

struct ReportedFinding
{
  VerificationStatus status = VerificationStatus::Unverified;
  std::optional<BoundingBox> box;
  std::string label;
  std::string failedChecks;  // names, with spaces between them
  std::optional<MatchScore> match;
  bool isCentreOnLesion = false;  // also where it is not matched

  bool IsKept() const
  {
    return status == VerificationStatus::Verified || status == VerificationStatus::Adjusted;
  }
  bool IsRejected() const { return status == VerificationStatus::Rejected; }
};

struct ImageResult
{
  std::string file;
  std::string source;
  std::string modality;
  int trueFindings = 0;  // none: a normal image
  std::vector<ReportedFinding> reported;
  double calls = 0.0;
  double milliseconds = 0.0;
};

// One to one; Rejected findings are taken for none. Kept ones (Verified, Adjusted) choose first,
// then the others, each time the nearest pair first. There is no limit of distance: where a lesion
// was missed, a finding far away is taken for it, and shows as a large error.
ImageResult MatchFindings(const TrueImage& image, const std::vector<ModelledFinding>& reported);

}  // namespace vlm
