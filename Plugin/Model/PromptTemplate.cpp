// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/PromptTemplate.h"

namespace vlm
{
namespace
{

constexpr std::string_view Open = "{{";
constexpr std::string_view Close = "}}";
constexpr std::string_view UserLine = "\n---user---\n";

std::string_view Trimmed(std::string_view text)
{
  const std::size_t first = text.find_first_not_of(" \t\n");
  const std::size_t last = text.find_last_not_of(" \t\n");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, last - first + 1);
}

// Calls `onText` and `onPlaceholder` in the order of the text; a placeholder comes with its braces.
template <typename OnText, typename OnPlaceholder>
void Walk(std::string_view text, OnText onText, OnPlaceholder onPlaceholder)
{
  while (!text.empty())
  {
    const std::size_t open = text.find(Open);
    onText(text.substr(0, open));
    if (open == std::string_view::npos)
    {
      return;
    }
    text.remove_prefix(open);
    const std::size_t close = text.find(Close, Open.size());
    const std::size_t length = close == std::string_view::npos ? text.size() : close + Close.size();
    onPlaceholder(text.substr(0, length));
    text.remove_prefix(length);
  }
}

// What is never closed stays as it is, which is no name.
std::string_view NameOf(std::string_view placeholder)
{
  const std::size_t close = placeholder.find(Close, Open.size());
  return close == std::string_view::npos ? placeholder
                                         : placeholder.substr(Open.size(), close - Open.size());
}

}  // namespace

std::vector<std::string_view> PlaceholdersOf(std::string_view text)
{
  std::vector<std::string_view> names;
  Walk(
      text, [](std::string_view) {},
      [&names](std::string_view placeholder) { names.push_back(NameOf(placeholder)); });
  return names;
}

std::string Expanded(std::string_view text, const PlaceholderValues& values)
{
  std::string expanded;
  Walk(
      text, [&expanded](std::string_view words) { expanded += words; },
      [&](std::string_view placeholder)
      {
        const auto value = values.find(NameOf(placeholder));
        expanded += value == values.end() ? placeholder : std::string_view(value->second);
      });
  return expanded;
}

std::pair<std::string, std::string> SplitAtUserLine(const std::string& text)
{
  // A first or last line is found as well.
  const std::string lines = "\n" + text + "\n";
  const std::size_t at = lines.find(UserLine);
  if (at == std::string::npos)
  {
    return {std::string(Trimmed(text)), ""};
  }
  const std::string_view all = lines;
  return {std::string(Trimmed(all.substr(0, at))),
          std::string(Trimmed(all.substr(at + UserLine.size())))};
}

int CountUserLines(const std::string& text)
{
  const std::string lines = "\n" + text + "\n";
  int count = 0;
  for (std::size_t at = lines.find(UserLine); at != std::string::npos;
       at = lines.find(UserLine, at + UserLine.size() - 1))
  {
    ++count;
  }
  return count;
}

}  // namespace vlm
