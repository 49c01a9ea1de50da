// SPDX-License-Identifier: GPL-3.0-or-later
// Distributes strips (lines of text, table rows, figures) over pages of bounded number.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "Report/PdfPen.h"

namespace vlm
{

// What is never cut by the end of a page. `draw` gets its top left corner; it may open structure
// elements that a later strip closes.
struct PdfStrip
{
  double height = 0.0;
  double spaceBefore = 0.0;  // not at the top of a page
  bool keepsWithNext = false;
  std::string anchor = {};   // that others lead to
  std::string outline = {};  // its title in the list of bookmarks; empty: it is not there
  int outlineLevel = 0;
  std::function<void(PdfPen&, PdfPoint)> draw;
  // Precedes it where it is the first of a page, as the head of a table does; shared by its rows.
  std::shared_ptr<const PdfStrip> head = nullptr;
};

struct PdfPlacedStrip
{
  PdfStrip strip;
  double y = 0.0;  // of its top, from that of the page's body
};

using PdfPageBody = std::vector<PdfPlacedStrip>;

class PdfFlow
{
public:
  PdfFlow(double bodyHeight, std::size_t mostPages)
      : bodyHeight_(bodyHeight), mostPages_(mostPages), pages_(1)
  {
  }

  // Strips that do not fit on the last page allowed are dropped.
  void Add(PdfStrip strip);
  // No strip follows.
  void Finish() { PlaceGroup(); }
  bool IsFull() const { return isFull_; }

  const std::vector<PdfPageBody>& Pages() const { return pages_; }
  std::set<std::string> Anchors() const;

private:
  void PlaceGroup();
  void Place(PdfStrip strip);

  double bodyHeight_;
  std::size_t mostPages_;
  std::vector<PdfPageBody> pages_;
  std::vector<PdfStrip> group_;  // of strips that stay together
  double used_ = 0.0;            // of the last page
  bool isFull_ = false;
};

}  // namespace vlm
