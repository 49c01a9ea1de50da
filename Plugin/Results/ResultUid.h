// SPDX-License-Identifier: GPL-3.0-or-later
// UIDs made from UUIDs (PS3.5 B.2): the same analysis always gives the same objects.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vlm
{

// Digits and dots, at most 64. Leading zeros, which PS3.5 9.1 forbids, are common and let pass:
// who refers to an object must name it as it is.
bool IsUid(const std::string& text);

// "2.25." and the UUID as one decimal number. Empty if `uuid` is not a UUID.
std::string UidOfUuid(const std::string& uuid);

// The UUID of such a UID; none if it is another one.
std::optional<std::string> UuidOfUid(const std::string& uid);

// The UID of something that an analysis brings about. `role` names it within the analysis: "sr",
// "sr-series", "sc-series", "sc-0-annotated", "pdf", "pdf-series", "pr-0", "pr-series", ...
// Those of a signed review of it are others: `revision` is its number, 0 that of no review.
std::string ResultUid(const std::string& analysisId, std::string_view role, int revision = 0);

}  // namespace vlm
