// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/CharacterSets.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

#include "Pixels/JapaneseText.h"

namespace vlm
{

std::optional<std::string> ConvertedToUtf8(const std::string& text, const std::string& characterSet)
{
  if (IsJapanese(characterSet))
  {
    return JapaneseToUtf8(text);
  }
  DcmSpecificCharacterSet converter;
  OFString utf8;
  const bool isConverted =
      converter.selectCharacterSet(characterSet.c_str(), "ISO_IR 192").good() &&
      converter.convertString(OFString(text.data(), text.size()), utf8, "\\^=").good();
  return isConverted ? std::optional(std::string(utf8.data(), utf8.size())) : std::nullopt;
}

bool IsCharacterSet(const std::string& characterSet)
{
  DcmSpecificCharacterSet converter;
  return IsJapanese(characterSet) ||
         converter.selectCharacterSet(characterSet.c_str(), "ISO_IR 192").good();
}

}  // namespace vlm
