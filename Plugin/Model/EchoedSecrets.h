// SPDX-License-Identifier: GPL-3.0-or-later
// A server that repeats our key, in an error or in an answer, must not bring it into reports,
// readings, status or log.
#pragma once

#include "Model/HttpTransport.h"

namespace vlm
{

// Writes "***" over every occurrence, in the body and headers of a reply or in the message of a
// failure, of the credentials that `call` proved itself with: also where it is spelt with JSON's
// escapes, once or (JSON within JSON) more often, or percent-encoded. Keys of less than 8
// characters stay: they may be words, and replacing those would falsify an answer.
void CoverEchoedSecrets(const HttpCall& call, HttpTransport::Outcome& outcome);

}  // namespace vlm
