// SPDX-License-Identifier: GPL-3.0-or-later
// A destination of results: a modality or peer of Orthanc, as the configuration names it.
#pragma once

#include <optional>
#include <string>

namespace vlm
{

struct DestinationName
{
  enum class Kind
  {
    Any,       // whichever Orthanc knows
    Modality,  // "modality:NAME"
    Peer       // "peer:NAME"
  };
  Kind kind = Kind::Any;
  std::string name;

  // No value: not a name that Orthanc allows. What is one needs no encoding in a path.
  static std::optional<DestinationName> Parse(const std::string& text);
};

}  // namespace vlm
