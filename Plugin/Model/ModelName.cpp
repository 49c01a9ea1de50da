// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ModelName.h"

#include <algorithm>
#include <string_view>

#include "Foundation/AsciiCase.h"

namespace vlm
{
namespace
{

bool EndsWith(std::string_view text, std::string_view ending)
{
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::string PlainName(const std::string& name)
{
  const std::size_t folder = name.find_last_of("/\\");
  std::string plain = folder == std::string::npos ? name : name.substr(folder + 1);
  plain = LowerCase(plain);
  for (const std::string_view ending : {std::string_view(".gguf"), std::string_view(":latest")})
  {
    if (EndsWith(plain, ending))
    {
      plain.resize(plain.size() - ending.size());
    }
  }
  return plain;
}

bool IsVersionWord(std::string_view word)
{
  const bool isNumber = !word.empty() && word.find_first_not_of("0123456789") == word.npos;
  return isNumber || word == "preview" || word == "exp" || word == "experimental" ||
         word == "latest" || word == "stable";
}

// "-001", "-preview-09-2025", "@20250101"; not "-lite" or "-8b", which are other models.
bool IsVersion(std::string_view suffix)
{
  if (suffix.empty() || (suffix.front() != '-' && suffix.front() != '@'))
  {
    return suffix.empty();
  }
  while (!suffix.empty())
  {
    suffix.remove_prefix(1);
    const std::size_t end = std::min(suffix.find_first_of("-@"), suffix.size());
    if (!IsVersionWord(suffix.substr(0, end)))
    {
      return false;
    }
    suffix.remove_prefix(end);
  }
  return true;
}

}  // namespace

bool IsSameModel(const std::string& requested, const std::string& served)
{
  const std::string asked = PlainName(requested);
  const std::string given = PlainName(served);
  if (given.empty() || EndsWith(asked, "-latest"))
  {
    return true;
  }
  const std::string& shorter = asked.size() < given.size() ? asked : given;
  const std::string& longer = asked.size() < given.size() ? given : asked;
  return longer.compare(0, shorter.size(), shorter) == 0 &&
         IsVersion(std::string_view(longer).substr(shorter.size()));
}

}  // namespace vlm
