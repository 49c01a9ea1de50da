// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/LookupTableReading.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "Pixels/DicomValues.h"

namespace vlm
{
namespace
{

// 16-bit words of an element, whatever its VR (US, SS, OW) made of them.
std::vector<std::uint16_t> WordsOf(DcmItem& item, const DcmTagKey& tag, std::size_t maximum)
{
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr)
  {
    return {};
  }
  const std::size_t count = std::min<std::size_t>(element->getLength() / 2, maximum);
  Uint16* words = nullptr;
  Sint16* signedWords = nullptr;
  if (element->getUint16Array(words).good() && words != nullptr)
  {
    return {words, words + count};
  }
  if (element->getSint16Array(signedWords).good() && signedWords != nullptr)
  {
    return {signedWords, signedWords + count};
  }
  return {};
}

// Entries of at most 8 bits may be packed two a word, the first in the low byte (PS3.3 C.11.1.1.1).
std::vector<std::uint16_t> Unpacked(const std::vector<std::uint16_t>& words, std::size_t entries)
{
  std::vector<std::uint16_t> bytes;
  bytes.reserve(entries);
  for (std::size_t i = 0; i < entries; ++i)
  {
    const std::uint16_t word = words[i / 2];
    bytes.push_back(static_cast<std::uint16_t>(i % 2 == 0 ? word & 0xFF : word >> 8));
  }
  return bytes;
}

}  // namespace

Result<std::shared_ptr<const LookupTable>> ReadLookupTable(DcmItem& item, LookupInput input)
{
  const std::vector<std::uint16_t> descriptor = WordsOf(item, DCM_LUTDescriptor, 3);
  if (descriptor.size() < 3)
  {
    return Error{ErrorKind::CorruptDicom, NameOf(DCM_LUTDescriptor) + " has no three values"};
  }
  const std::size_t promised = descriptor[0] == 0 ? 65536 : descriptor[0];
  LookupTable table;
  table.bitsPerEntry = descriptor[2];
  if (table.bitsPerEntry < 1 || table.bitsPerEntry > 16)
  {
    return Error{ErrorKind::CorruptDicom, NameOf(DCM_LUTDescriptor) + " says " +
                                              std::to_string(table.bitsPerEntry) +
                                              " bits an entry; allowed 8 to 16"};
  }
  DcmElement* element = nullptr;
  item.findAndGetElement(DCM_LUTDescriptor, element);
  const bool isSigned = element->ident() == EVR_SS || input == LookupInput::Signed;
  table.firstMapped = isSigned ? static_cast<std::int16_t>(descriptor[1]) : descriptor[1];
  table.entries = WordsOf(item, DCM_LUTData, promised);
  if (table.bitsPerEntry <= 8 && promised > 1 && table.entries.size() == (promised + 1) / 2)
  {
    table.entries = Unpacked(table.entries, promised);
  }
  if (table.entries.empty())
  {
    return Error{ErrorKind::CorruptDicom, NameOf(DCM_LUTData) + " is missing or empty"};
  }
  return std::make_shared<const LookupTable>(std::move(table));
}

}  // namespace vlm
