// SPDX-License-Identifier: GPL-3.0-or-later
// Version 6: many resources that are analysed as one job of Orthanc.
#include "Storage/SchemaVersions.h"

namespace vlm
{

const SchemaStatements& BatchesSchema()
{
  static const SchemaStatements statements = {};
  return statements;
}

}  // namespace vlm
