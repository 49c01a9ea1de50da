// SPDX-License-Identifier: GPL-3.0-or-later
// Points in time as milliseconds since 1970 UTC, and their ISO 8601 form
// "2026-11-24T05:37:58.123Z".
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace vlm
{

using Timestamp = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

std::string FormatTimestamp(Timestamp time);

// What FormatTimestamp writes; no value for any other text.
std::optional<Timestamp> ParseTimestamp(const std::string& text);

}  // namespace vlm
