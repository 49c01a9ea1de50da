// SPDX-License-Identifier: GPL-3.0-or-later
// Small blocks that several sections of a document use.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Report/DocumentBlocks.h"

namespace vlm
{

// On one line, of at most `characters` code points: for cells, headings and captions.
std::string Clipped(const std::string& text, std::size_t characters = 500);

// "... and 3 more"
Runs SayMore(std::size_t count, const Phrasebook& words);

// Appends the items of `list`, at most `most`, and then says how many more there are.
void AppendBounded(const std::vector<std::string>& texts, std::size_t most, const Phrasebook& words,
                   std::vector<Runs>& items);

// "Title: text" as a paragraph of its own; nothing for an empty text.
void AppendTitled(const std::string& title, const Runs& text, const Phrasebook& words,
                  Blocks& blocks);

// A table of names and values.
class Facts
{
public:
  explicit Facts(const Phrasebook& words) : words_(words) {}

  // `key`: of the phrase that names it. Nothing for an empty value.
  void Add(const std::string& key, Runs value);
  // Nothing if there are no facts.
  void AppendTo(Blocks& blocks, const std::string& caption) const;

private:
  const Phrasebook& words_;
  std::vector<std::vector<Runs>> rows_;
};

}  // namespace vlm
