// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PersonName.h"

#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <vector>

namespace vlm
{
namespace
{

std::vector<std::string> Split(const std::string& text, char separator)
{
  std::vector<std::string> parts;
  boost::algorithm::split(parts, text, [separator](char c) { return c == separator; });
  for (std::string& part : parts)
  {
    boost::algorithm::trim(part);
  }
  return parts;
}

// Family name, then given and middle names, prefix and suffix.
std::string GroupText(const std::string& group, const std::string& afterFamily)
{
  const std::vector<std::string> parts = Split(group, '^');
  std::string given;
  for (std::size_t i = 1; i < parts.size(); ++i)
  {
    given += (given.empty() || parts[i].empty() ? "" : " ") + parts[i];
  }
  const bool areBoth = !parts.front().empty() && !given.empty();
  return parts.front() + (areBoth ? afterFamily : "") + given;
}

}  // namespace

std::string PersonNameText(const std::string& value)
{
  std::string text;
  for (const std::string& group : Split(value, '='))
  {
    const std::string one = GroupText(group, text.empty() ? ", " : " ");
    if (!one.empty())
    {
      text += text.empty() ? one : " (" + one + ")";
    }
  }
  return text;
}

}  // namespace vlm
