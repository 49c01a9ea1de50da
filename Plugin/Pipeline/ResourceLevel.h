// SPDX-License-Identifier: GPL-3.0-or-later
// The level of the DICOM hierarchy that an analysis is about.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vlm
{

enum class ResourceLevel
{
  Instance,
  Series,
  Study
};

// "Instance", "Series", "Study": as in reports and settings.
std::string LevelName(ResourceLevel level);
std::optional<ResourceLevel> LevelFromName(std::string_view name);

// "instances", "series", "studies": as in Orthanc's REST paths.
std::string LevelPath(ResourceLevel level);
std::optional<ResourceLevel> LevelFromPath(std::string_view path);

}  // namespace vlm
