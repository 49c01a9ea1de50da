// SPDX-License-Identifier: GPL-3.0-or-later
// Who sends a request, as far as somebody vouches for it, and whether they may review.
#pragma once

#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Orthanc/HttpExchange.h"
#include "Orthanc/ReviewConfiguration.h"

namespace vlm
{

struct Reviewer
{
  std::optional<std::string> user;  // none: nobody vouches for one
  std::string reason;               // why they may not review; empty: they may

  bool MayReview() const { return reason.empty(); }
};

// From the header that a proxy sets, and from nothing else, if one is configured; else from the
// name that Orthanc has checked the password of. Never fails.
Reviewer ReviewerOf(const ReviewSettings& settings, const HttpRequest& request);

}  // namespace vlm
