// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of a model's standing is to those who wait for it.
#pragma once

#include <string>

#include "Pipeline/CircuitBreaker.h"

namespace vlm
{

// "Model gemini is paused until ...: why"
std::string SentenceOf(const Standing& standing, const std::string& model);

// Who sleeps until `before.opensAt`, or without it until somebody tells, sleeps too long.
bool OpensSooner(const Standing& after, const Standing& before);

}  // namespace vlm
