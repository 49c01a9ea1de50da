// SPDX-License-Identifier: GPL-3.0-or-later
// A key or token that cannot be printed by accident.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace vlm
{

class Secret
{
public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  bool IsEmpty() const { return value_.empty(); }
  // Only for the header of a request.
  const std::string& Reveal() const { return value_; }

private:
  std::string value_;
};

inline std::ostream& operator<<(std::ostream& out, const Secret& /*secret*/)
{
  return out << "***";
}

}  // namespace vlm
