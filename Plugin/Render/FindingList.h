// SPDX-License-Identifier: GPL-3.0-or-later
// A list of findings on a sheet, in columns: number, name, and what is told of each.
#pragma once

#include <string>
#include <vector>

#include "Render/Sheet.h"

namespace vlm
{

struct ListedFinding
{
  int number = 0;  // 0: a line without one
  std::string name;
  std::string details;
};

class FindingList
{
public:
  // Beyond `capacity` entries the last line says how many more there are.
  FindingList(std::vector<ListedFinding> entries, std::size_t capacity, const Phrasebook& words);

  // In terms of the sheet's text size.
  double HeightInText() const;
  void Draw(Sheet& sheet, const cv::Rect2d& place) const;

private:
  std::size_t Columns() const;
  std::size_t Rows() const;

  std::vector<ListedFinding> entries_;
};

}  // namespace vlm
