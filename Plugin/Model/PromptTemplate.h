// SPDX-License-Identifier: GPL-3.0-or-later
// Placeholders of the form {{NAME}} in a prompt file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vlm
{

// Upper-case name, without braces -> what takes its place.
using PlaceholderValues = std::map<std::string, std::string, std::less<>>;

// Every name between "{{" and "}}", in order; a "{{" that is never closed gives the rest of the
// text, braces included.
std::vector<std::string_view> PlaceholdersOf(std::string_view text);

// One pass: what is put in is not searched for further placeholders. A name without a value stays.
std::string Expanded(std::string_view text, const PlaceholderValues& values);

// The text above and below the first line "---user---"; without that line, the second is empty.
std::pair<std::string, std::string> SplitAtUserLine(const std::string& text);
int CountUserLines(const std::string& text);

}  // namespace vlm
