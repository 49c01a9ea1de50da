// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/DocumentPieces.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "Foundation/CleanText.h"

namespace vlm
{

std::string Clipped(const std::string& text, std::size_t characters)
{
  return CleanText(text, characters, LineBreaks::ReplaceBySpaces);
}

Runs SayMore(std::size_t count, const Phrasebook& words)
{
  return Ours(words.Say("document.more", {{"count", std::to_string(count)}}));
}

void AppendBounded(const std::vector<std::string>& texts, std::size_t most, const Phrasebook& words,
                   std::vector<Runs>& items)
{
  const std::size_t shown = std::min(texts.size(), most);
  std::transform(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(shown),
                 std::back_inserter(items), Quoted);
  if (shown < texts.size())
  {
    items.push_back(SayMore(texts.size() - shown, words));
  }
}

void AppendTitled(const std::string& title, const Runs& text, const Phrasebook& words,
                  Blocks& blocks)
{
  if (PlainText(text).empty())
  {
    return;
  }
  Runs runs = Ours(title + words.Say("document.colon"));
  runs.insert(runs.end(), text.begin(), text.end());
  blocks.emplace_back(Paragraph{std::move(runs)});
}

void Facts::Add(const std::string& key, Runs value)
{
  if (!PlainText(value).empty())
  {
    rows_.push_back({Ours(words_.Say(key)), std::move(value)});
  }
}

void Facts::AppendTo(Blocks& blocks, const std::string& caption) const
{
  if (!rows_.empty())
  {
    blocks.emplace_back(Table{caption, {{"", 0.3}, {"", 0.7}}, rows_});
  }
}

}  // namespace vlm
