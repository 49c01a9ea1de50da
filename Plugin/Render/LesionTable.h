// SPDX-License-Identifier: GPL-3.0-or-later
// The lesions of a series, one a line: number, name, images, size, status, and over which slices
// they reach.
#pragma once

#include "Render/SeriesLesions.h"
#include "Render/Sheet.h"
#include "Render/SliceScale.h"

namespace vlm
{

class LesionTable
{
public:
  // `images` outlive the table, not empty.
  LesionTable(const std::vector<KeyImage>& images, const Phrasebook& words);

  // In terms of the sheet's text size.
  double HeightInText() const;
  void Draw(Sheet& sheet, const cv::Rect2d& place) const;

private:
  struct Columns;

  void DrawHead(Sheet& sheet, const Columns& columns) const;
  void DrawScaleHead(Sheet& sheet, const Columns& columns) const;
  void DrawRow(Sheet& sheet, const Columns& columns, const SeriesLesion& lesion, double top) const;
  void DrawSlices(Sheet& sheet, const Columns& columns, const SeriesLesion& lesion,
                  double middle) const;
  std::size_t Rows() const;

  const std::vector<KeyImage>& images_;
  const Phrasebook& words_;
  std::vector<SeriesLesion> lesions_;
  std::optional<SliceScale> scale_;
};

}  // namespace vlm
