// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/HtmlText.h"

namespace vlm
{

std::string EscapeHtml(std::string_view text)
{
  std::string escaped;
  escaped.reserve(text.size());
  for (const char character : text)
  {
    switch (character)
    {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

std::string RunsToHtml(const Runs& runs)
{
  std::string html;
  for (const Run& run : runs)
  {
    const bool isIsolated = run.voice == Run::Voice::Quoted && !run.text.empty();
    const bool isLink = !run.target.empty();
    html.append(isLink ? "<a href=\"#" + EscapeHtml(run.target) + "\">" : "");
    html.append(isIsolated ? "<bdi>" : "")
        .append(EscapeHtml(run.text))
        .append(isIsolated ? "</bdi>" : "");
    html.append(isLink ? "</a>" : "");
  }
  return html;
}

}  // namespace vlm
