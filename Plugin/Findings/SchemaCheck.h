// SPDX-License-Identifier: GPL-3.0-or-later
// Does a JSON value keep to a JSON Schema (draft 7)? By valijson.
#pragma once

#include <json/value.h>

#include <memory>
#include <string_view>

#include "Foundation/Result.h"

namespace vlm
{

// Made once for a schema, since reading one takes longer than checking. Thread-safe.
class SchemaCheck
{
public:
  explicit SchemaCheck(std::string_view schemaText);

  // The Error names the first place that breaks the schema as a JSON pointer (RFC 6901), with the
  // schema's own "description" of what belongs there: "/findings/2/box_2d: expected 4 numbers".
  // Errors: BadInput; Internal (`schemaText` is not a schema).
  Result<void> Check(const Json::Value& value) const;

private:
  struct Compiled;
  // Shared by copies; null if the text is not a schema. Immutable.
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace vlm
