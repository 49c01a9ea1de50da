// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of an image a model should look at next, magnified: where one more reading tells most.
#pragma once

#include <optional>
#include <vector>

#include "Model/ReadingNoise.h"
#include "Pipeline/Views.h"
#include "Verification/Look.h"
#include "Verification/PixelEvidence.h"

namespace vlm
{

// The image that is looked at, and what is known of it. All outlive the call.
struct LookedAtImage
{
  int image = 0;
  const Frame& frame;
  const PixelEvidence* pixels = nullptr;  // none: only readings count
  const std::vector<Look>& looks;
  const std::vector<View>& zooms;  // that were shown of this image
};

// How much a further look at a finding tells: the more, the fewer looks showed it; then, the higher
// the model's own score.
struct Urgency
{
  int looks = 0;
  double score = 0.0;
};

bool IsMoreUrgent(const Urgency& one, const Urgency& other);

struct ZoomTarget
{
  View view;
  Urgency urgency;
};

struct ZoomChoice
{
  std::optional<ZoomTarget> next;  // none: nothing is worth a zoom
  // Looks that are missing until three readings have seen each finding that is not unlikely.
  int missingLooks = 0;
  int settled = 0;   // findings whose place is known well enough
  int unlikely = 0;  // findings that most looks did not see again
};

// A finding is worth a zoom until most looks that showed it saw nothing, or its place is known well
// enough. The part shown is as wide as the lesion may be, with a margin of what is not known of its
// place: too small a part loses the lesion, too wide a one is read no better than the whole. No
// part is shown twice alike.
ZoomChoice ChooseZoom(const LookedAtImage& seen, const ReadingNoise& noise);

}  // namespace vlm
