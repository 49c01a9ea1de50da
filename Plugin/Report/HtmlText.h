// SPDX-License-Identifier: GPL-3.0-or-later
// Text within HTML.
#pragma once

#include <string>
#include <string_view>

#include "Report/DocumentBlocks.h"

namespace vlm
{

// Fit to stand between tags and in a quoted attribute: no character of it is markup.
std::string EscapeHtml(std::string_view text);

// Quoted runs are isolated, so that right-to-left text does not reorder what is around it; runs
// with a target are links within the page.
std::string RunsToHtml(const Runs& runs);

}  // namespace vlm
