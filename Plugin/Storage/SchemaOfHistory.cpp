// SPDX-License-Identifier: GPL-3.0-or-later
// Version 7: queries over very many reports, and how long they are kept.
#include "Storage/SchemaVersions.h"

namespace vlm
{

const SchemaStatements& HistorySchema()
{
  static const SchemaStatements statements = {};
  return statements;
}

}  // namespace vlm
