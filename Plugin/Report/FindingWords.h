// SPDX-License-Identifier: GPL-3.0-or-later
// Single facts of a finding as people read them; empty where the report does not state them.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Phrasebook.h"

namespace vlm
{

// Label, anatomy, side and severity on one line.
std::string NameOf(const Json::Value& finding, const Phrasebook& words);
// Where the stated side and the one on which it was located differ, both.
std::string SideOf(const Json::Value& finding, const Phrasebook& words);
// As it was stated alone.
std::string StatedSideOf(const Json::Value& finding, const Phrasebook& words);
std::string CodeOf(const Json::Value& finding);
// "not located" without a box.
std::string PositionOf(const Json::Value& finding, const Phrasebook& words);
// In mm where they are known, else in pixels, which it says. `image`: that of the finding, or null.
std::string SizeOf(const Json::Value& image, const Json::Value& finding, const Phrasebook& words);
std::string AreaOf(const Json::Value& finding, const Phrasebook& words);
std::string IntensityOf(const Json::Value& finding, const Phrasebook& words);
std::string ScoreOf(const Json::Value& finding, const Phrasebook& words);

}  // namespace vlm
