// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of a model's standing is to those who wait for it.
#pragma once

#include <chrono>
#include <string>

#include "Pipeline/CircuitBreaker.h"

namespace vlm
{

// Added to what a server asks for, in part, so that not everybody returns at once.
constexpr std::chrono::milliseconds HoldJitter{1000};

// "Model gemini is paused until ...: why"
std::string SentenceOf(const Standing& standing, const std::string& model);

// What is waited in place. Longer waits are the queue's: it keeps them on disk, not in memory.
bool IsShortHold(const Standing& standing, Timestamp now);

// Who sleeps until `before.opensAt`, or without it until somebody tells, sleeps too long.
bool OpensSooner(const Standing& after, const Standing& before);

}  // namespace vlm
