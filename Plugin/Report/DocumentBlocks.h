// SPDX-License-Identifier: GPL-3.0-or-later
// What a document is made of, whatever it is printed on: HtmlReport, PdfReport and TextReport print
// one list of these blocks.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace vlm
{

// A piece of a line of text. `text` is clean (Foundation/CleanText.h), but anything else:
// printers escape it.
struct Run
{
  enum class Voice
  {
    Ours,   // in the document's language
    Quoted  // of a model, an archive or a person: any language, any direction of writing
  };
  std::string text;
  Voice voice = Voice::Ours;
  std::string target = {};  // the anchor that it leads to; empty: none
};
using Runs = std::vector<Run>;

inline Runs Ours(std::string text)
{
  return {{std::move(text)}};
}

inline Runs Quoted(std::string text)
{
  return {{std::move(text), Run::Voice::Quoted}};
}

inline std::string PlainText(const Runs& runs)
{
  std::string text;
  for (const Run& run : runs)
  {
    text += run.text;
  }
  return text;
}

struct Heading
{
  int level = 1;  // 1: the document's title, 2: a section, 3: a part of one
  Runs text;
  std::string anchor = {};  // unique in the document; empty: nothing leads here
};

struct Paragraph
{
  enum class Kind
  {
    Plain,
    Note,  // sets a statement right: must be seen with what stands before it
    Small
  };
  Runs text;
  Kind kind = Kind::Plain;
};

struct ItemList
{
  std::vector<Runs> items;
};

// The first cell of a row is its heading.
struct Table
{
  struct Column
  {
    std::string title;   // all empty: a list of facts, each a name and a value
    double share = 1.0;  // of the width
  };
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Runs>> rows;
};

struct Figure
{
  enum class Size
  {
    Picture,
    Sheet  // with small print: as large as the page allows
  };
  std::size_t picture = 0;  // index into DocumentContext::figures
  Runs caption;
  std::string description;  // what is seen, for those who do not see it
  Size size = Size::Picture;
  std::string missing = {};  // why there is no picture; empty: there is one
};

// Stands out from the rest.
struct Notice
{
  enum class Kind
  {
    Disclaimer,
    Warning,
    Review  // a human answers for what follows
  };
  Kind kind = Kind::Disclaimer;
  std::vector<Runs> paragraphs;
};

using Block = std::variant<Heading, Paragraph, ItemList, Table, Figure, Notice>;
using Blocks = std::vector<Block>;

}  // namespace vlm
