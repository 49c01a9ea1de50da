// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is. What waits is worked on by priority, then by `turn`, then in the order of
// arrival. An image of a study that has others waiting takes the turn after theirs; an image of
// another study joins the round after the one that is worked on. So studies of the same model and
// priority go in turn: a huge one does not hold up others, nor do ever new ones hold up a huge one.
#pragma once

#include <soci/soci.h>

#include <string>

namespace vlm
{

// Before something of that study and model is queued: until the end of this transaction others wait
// here, so that each sees what the other queued. Several are locked in their order.
void LockTurns(soci::session& session, const std::string& study, const std::string& model);

// The turn of what is to be queued now, or queued anew with that priority.
long long NextTurn(soci::session& session, const std::string& study, const std::string& model,
                   int priority);

}  // namespace vlm
