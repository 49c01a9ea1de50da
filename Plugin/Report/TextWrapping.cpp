// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/TextWrapping.h"

#include <algorithm>
#include <utility>

#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

// The number of bytes of the first `characters` code points.
std::size_t BytesOf(std::string_view text, std::size_t characters)
{
  std::size_t bytes = 0;
  while (bytes < text.size())
  {
    const bool isContinuation = (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80;
    if (!isContinuation && characters == 0)
    {
      break;
    }
    characters -= isContinuation ? 0 : 1;
    ++bytes;
  }
  return bytes;
}

class Lines
{
public:
  explicit Lines(std::size_t indent)
      : indent_(indent), room_(TextColumns - std::min(indent, TextColumns - 1))
  {
  }

  void AddWord(std::string_view word)
  {
    std::size_t length = CountCharacters(word);
    if (used_ > 0 && used_ + 1 + length > room_)
    {
      EndLine();
    }
    while (length > room_)
    {
      const std::size_t bytes = BytesOf(word, room_);
      Append(word.substr(0, bytes), room_);
      EndLine();
      word.remove_prefix(bytes);
      length -= room_;
    }
    if (length > 0)
    {
      Append(word, length);
    }
  }

  void EndLine()
  {
    text_ += '\n';
    used_ = 0;
  }

  std::string Take() { return std::move(text_); }

private:
  void Append(std::string_view word, std::size_t length)
  {
    text_ += used_ == 0 ? std::string(indent_, ' ') : " ";
    text_ += word;
    used_ += length + (used_ == 0 ? 0 : 1);
  }

  std::size_t indent_;
  std::size_t room_;
  std::size_t used_ = 0;
  std::string text_;
};

}  // namespace

std::string WrapText(std::string_view text, std::size_t indent)
{
  Lines lines(indent);
  std::size_t begin = 0;
  while (begin <= text.size())
  {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (end > begin)
    {
      lines.AddWord(text.substr(begin, end - begin));
    }
    if (end == text.size() || text[end] == '\n')
    {
      lines.EndLine();
    }
    begin = end + 1;
  }
  return lines.Take();
}

}  // namespace vlm
