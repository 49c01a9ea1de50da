// SPDX-License-Identifier: GPL-3.0-or-later
// What a failure of PostgreSQL means.
#pragma once

#include <exception>
#include <string>

namespace vlm
{

// The five characters of an SQLSTATE; empty: it was not the server who said it.
std::string SqlStateOf(const std::exception& problem);

// Two transactions met: one of them runs anew.
bool IsMeeting(const std::string& sqlState);

// The connection ended, or the server ends.
bool IsLoss(const std::string& sqlState);

// Of a text that is not in the encoding of the connection.
bool IsMalformedText(const std::string& sqlState);

// The remedy of what waiting does not mend; none: waiting may.
const char* RemedyOf(const std::string& sqlState, const std::string& words);

}  // namespace vlm
