// SPDX-License-Identifier: GPL-3.0-or-later
// Prints a document as plain text: ReportToText() of ReportDocument.h.
#include <algorithm>
#include <string>

#include "Report/DocumentComposition.h"
#include "Report/TextWrapping.h"

namespace vlm
{
namespace
{

class TextPage
{
public:
  explicit TextPage(const Phrasebook& words) : words_(words) {}

  void Print(const Heading& heading)
  {
    Skip();
    indent_ = 0;
    const std::string text = PlainText(heading.text);
    Add(text);
    if (heading.level < 3)
    {
      text_ += std::string(std::min(ColumnsOf(text), TextColumns), heading.level == 1 ? '=' : '-') +
               "\n";
    }
    indent_ = heading.level == 3 ? 3 : 0;
  }

  void Print(const Paragraph& paragraph) { Add(PlainText(paragraph.text)); }

  void Print(const ItemList& list)
  {
    for (const Runs& item : list.items)
    {
      Add("- " + PlainText(item));
    }
  }

  void Print(const Table& table)
  {
    const bool isOfFacts = table.columns.front().title.empty();
    if (!isOfFacts)
    {
      Add(table.caption + words_.Say("document.colon"));
    }
    for (const auto& row : table.rows)
    {
      Add(isOfFacts ? PlainText(row.front()) + words_.Say("document.colon") + PlainText(row.back())
                    : "- " + CellsOf(row));
    }
  }

  // Text has none.
  void Print(const Figure&) {}

  void Print(const Notice& notice)
  {
    const bool isAfterHeading = text_.size() >= 2 && text_[text_.size() - 2] == '-';
    if (!isAfterHeading)
    {
      Skip();
    }
    indent_ = 0;
    for (const Runs& paragraph : notice.paragraphs)
    {
      Add(PlainText(paragraph));
    }
  }

  const std::string& Text() const { return text_; }

private:
  void Add(const std::string& text) { text_ += WrapText(text, indent_); }

  void Skip() { text_ += text_.empty() ? "" : "\n"; }

  static std::string CellsOf(const std::vector<Runs>& row)
  {
    std::string cells;
    for (const Runs& cell : row)
    {
      const std::string text = PlainText(cell);
      cells += (cells.empty() || text.empty() ? "" : " | ") + text;
    }
    return cells;
  }

  const Phrasebook& words_;
  std::string text_;
  std::size_t indent_ = 0;
};

}  // namespace

std::string ReportToText(const Json::Value& report, const Phrasebook& words)
{
  TextPage page(words);
  for (const Block& block : ComposeDocument(report, {words}, Edition::WordsOnly))
  {
    std::visit([&page](const auto& one) { page.Print(one); }, block);
  }
  return page.Text();
}

}  // namespace vlm
