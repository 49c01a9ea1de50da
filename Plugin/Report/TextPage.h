// SPDX-License-Identifier: GPL-3.0-or-later
// The growing page of a text report.
#pragma once

#include <string>
#include <vector>

#include "Report/TextWrapping.h"

namespace vlm
{

// Lines of the report; `indent` is that of the whole paragraph.
class TextPage
{
public:
  void Add(const std::string& text, std::size_t indent = 0) { text_ += WrapText(text, indent); }
  void AddTitled(const std::string& title, const std::string& text, std::size_t indent = 0)
  {
    if (!text.empty())
    {
      Add(title + ": " + text, indent);
    }
  }
  void AddList(const std::string& title, const std::vector<std::string>& texts)
  {
    if (!texts.empty())
    {
      Add(title + ":");
    }
    for (const std::string& text : texts)
    {
      Add("- " + text, 2);
    }
  }
  void Skip() { text_ += "\n"; }
  std::string Text() const { return text_; }

private:
  std::string text_;
};

}  // namespace vlm
