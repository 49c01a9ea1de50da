// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/PdfFlow.h"

#include <algorithm>
#include <utility>

namespace vlm
{

void PdfFlow::Add(PdfStrip strip)
{
  if (isFull_)
  {
    return;
  }
  const bool isLast = !strip.keepsWithNext;
  group_.push_back(std::move(strip));
  if (isLast)
  {
    PlaceGroup();
  }
}

void PdfFlow::PlaceGroup()
{
  double height = 0.0;
  for (const PdfStrip& strip : group_)
  {
    height += strip.spaceBefore + strip.height;
  }
  // A group higher than a page is cut wherever it must be.
  const bool movesOn = used_ > 0.0 && used_ + height > bodyHeight_ && height <= bodyHeight_;
  if (movesOn)
  {
    pages_.emplace_back();
    used_ = 0.0;
  }
  std::vector<PdfStrip> group;
  group.swap(group_);
  for (PdfStrip& strip : group)
  {
    Place(std::move(strip));
  }
}

void PdfFlow::Place(PdfStrip strip)
{
  double top = used_ > 0.0 ? used_ + strip.spaceBefore : 0.0;
  if (used_ > 0.0 && top + strip.height > bodyHeight_)
  {
    pages_.emplace_back();
    top = 0.0;
  }
  if (pages_.back().empty() && strip.head != nullptr)
  {
    pages_.back().push_back({*strip.head, 0.0});
    top = strip.head->height;
  }
  if (isFull_ || pages_.size() > mostPages_)
  {
    isFull_ = true;
    pages_.resize(std::min(pages_.size(), mostPages_));
    return;
  }
  used_ = top + strip.height;
  pages_.back().push_back({std::move(strip), top});
}

std::set<std::string> PdfFlow::Anchors() const
{
  std::set<std::string> anchors;
  for (const PdfPageBody& page : pages_)
  {
    for (const PdfPlacedStrip& placed : page)
    {
      if (!placed.strip.anchor.empty())
      {
        anchors.insert(placed.strip.anchor);
      }
    }
  }
  return anchors;
}

}  // namespace vlm
