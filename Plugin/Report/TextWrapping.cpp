// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/TextWrapping.h"

#include <glib.h>
#include <pango/pango.h>

#include <algorithm>
#include <vector>

namespace vlm
{
namespace
{

struct Character
{
  std::string_view bytes;
  std::size_t columns = 1;
  bool mayBreakBefore = false;
  bool isSpace = false;
};
using Characters = std::vector<Character>;
using Position = Characters::const_iterator;

std::size_t WidthOf(gunichar character)
{
  if (g_unichar_iszerowidth(character))
  {
    return 0;
  }
  return g_unichar_iswide(character) ? 2 : 1;
}

Characters CharactersOf(std::string_view paragraph)
{
  if (paragraph.empty())
  {
    return {};
  }
  const int size = static_cast<int>(paragraph.size());
  const glong count = g_utf8_strlen(paragraph.data(), size);
  std::vector<PangoLogAttr> breaks(static_cast<std::size_t>(count) + 1);
  pango_get_log_attrs(paragraph.data(), size, -1, pango_language_from_string("en"), breaks.data(),
                      static_cast<int>(breaks.size()));
  Characters characters;
  const char* at = paragraph.data();
  for (glong i = 0; i < count; ++i)
  {
    const char* const next = g_utf8_next_char(at);
    characters.push_back({{at, static_cast<std::size_t>(next - at)},
                          WidthOf(g_utf8_get_char(at)),
                          breaks[static_cast<std::size_t>(i)].is_line_break != 0,
                          *at == ' '});
    at = next;
  }
  return characters;
}

// Where the line that starts at `begin` ends.
Position EndOfLine(Position begin, Position end, std::size_t room)
{
  std::size_t used = 0;
  Position breakable = begin;
  for (Position at = begin; at != end; ++at)
  {
    if (at->mayBreakBefore)
    {
      breakable = at;
    }
    used += at->columns;
    // Spaces may hang over: they are not printed at a line's end.
    if (used > room && !at->isSpace && at != begin)
    {
      return breakable == begin ? at : breakable;
    }
  }
  return end;
}

std::string Line(Position begin, Position end, std::size_t indent)
{
  std::string line;
  for (Position at = begin; at != end; ++at)
  {
    line += at->bytes;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return (line.empty() ? "" : std::string(indent, ' ') + line) + "\n";
}

std::string WrapParagraph(std::string_view paragraph, std::size_t indent)
{
  const std::size_t room = TextColumns - std::min(indent, TextColumns - 2);
  const Characters characters = CharactersOf(paragraph);
  std::string lines;
  Position begin = characters.begin();
  do
  {
    begin =
        std::find_if(begin, characters.end(), [](const Character& one) { return !one.isSpace; });
    const Position end = EndOfLine(begin, characters.end(), room);
    lines += Line(begin, end, indent);
    begin = end;
  } while (begin != characters.end());
  return lines;
}

}  // namespace

std::size_t ColumnsOf(std::string_view text)
{
  std::size_t columns = 0;
  for (const char* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at))
  {
    columns += WidthOf(g_utf8_get_char(at));
  }
  return columns;
}

std::string WrapText(std::string_view text, std::size_t indent)
{
  std::string lines;
  std::size_t begin = 0;
  while (begin <= text.size())
  {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines += WrapParagraph(text.substr(begin, end - begin), indent);
    begin = end + 1;
  }
  return lines;
}

}  // namespace vlm
