// SPDX-License-Identifier: GPL-3.0-or-later
// The table `label_words`: every label of a finding once, in the form in which labels are compared,
// so that a part of a word is looked for among some hundred labels and not among all findings.
#pragma once

#include <soci/soci.h>

#include <optional>
#include <string>
#include <vector>

namespace vlm
{

// Upper and lower case, and the ways to write a letter with its accent, become one (Unicode's case
// folding, done here since SQLite folds ASCII alone). At most 1000 bytes.
std::string FoldedLabel(const std::string& label);

// Its number in the table, where it is put if it is new. The following let SOCI's exceptions
// through.
long long WordOf(soci::session& session, const std::string& label);

// The numbers of the labels that have `part` in them.
std::vector<long long> WordsWith(soci::session& session, const std::string& part);

// Takes some hundred different labels of findings into the table that are not there yet. False: all
// are.
bool TakeUnknownLabels(soci::session& session);

}  // namespace vlm
