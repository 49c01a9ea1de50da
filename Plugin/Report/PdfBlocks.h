// SPDX-License-Identifier: GPL-3.0-or-later
// Sets the blocks of a document in strips: one Add() for each kind.
#pragma once

#include <memory>
#include <vector>

#include "Report/DocumentBlocks.h"
#include "Report/PdfFlow.h"
#include "Report/PdfText.h"
#include "Report/ReportDocument.h"

namespace vlm
{

struct PdfBody
{
  double width = 0.0;
  double height = 0.0;
};

class PdfBlocks
{
public:
  // All outlive the setter; what is set may be drawn after it, but not after `fonts`.
  PdfBlocks(const DocumentContext& context, const PdfFonts& fonts, PdfBody body, PdfFlow& flow)
      : context_(context), fonts_(fonts), body_(body), flow_(flow)
  {
  }

  void Add(const Heading& heading);
  void Add(const Paragraph& paragraph);
  void Add(const ItemList& list);
  void Add(const Table& table);
  void Add(const Figure& figure);
  void Add(const Notice& notice);

  // What is seen in the figures that were set, in their order.
  const std::vector<std::string>& Descriptions() const { return descriptions_; }

private:
  // Lines of a text share it: each is drawn from its own strip.
  using SharedText = std::shared_ptr<const PdfText>;
  struct Setting
  {
    std::vector<const char*> opens = {"P"};  // structure elements, at the first line
    std::size_t closes = 1;                  // at the last
    PdfStyle style = {};
    double indent = 0.0;
    double spaceBefore = 3.0;
    bool keepsWithNext = false;
    std::string anchor = {};
    std::string outline = {};
    int outlineLevel = 0;
    const PdfColour* ground = nullptr;  // of a box behind the lines
  };

  SharedText Set(const Runs& runs, const PdfStyle& style, double width) const;
  void AddLines(const Runs& runs, const Setting& setting);
  enum class Row
  {
    Head,
    HeadAgain,  // on a further page: no part of the document's structure
    Body
  };
  PdfStrip RowOf(const Table& table, const std::vector<Runs>& cells, Row kind) const;
  std::vector<PdfStrip> RowsOf(const Table& table) const;
  void AddMissing(const std::string& sentence);

  const DocumentContext& context_;
  const PdfFonts& fonts_;
  PdfBody body_;
  PdfFlow& flow_;
  std::vector<std::string> descriptions_;
};

}  // namespace vlm
