// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/SummaryPage.h"

#include "Evaluation/TextTable.h"
#include "Foundation/Encoding.h"
#include "Report/HtmlText.h"

namespace vlm
{
namespace
{

constexpr std::string_view Head =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>vlm-evaluate</title><style>"
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;"
    "color:#1e1e24}img{max-width:100%;height:auto}.wide{overflow-x:auto}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem;font-size:13px}"
    "caption{text-align:left;font-weight:600;padding:.4rem 0}"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}"
    "th{white-space:normal;vertical-align:bottom}"
    "td:first-child,th:first-child{text-align:left}"
    "tbody tr:first-child td{font-weight:600}dt{font-weight:600}</style></head><body>\n";

std::string RowOf(const std::vector<std::string>& cells, const std::string& tag)
{
  std::string row = "<tr>";
  for (const auto& cell : cells)
  {
    row.append("<").append(tag).append(">").append(EscapeHtml(cell));
    row.append("</").append(tag).append(">");
  }
  return row + "</tr>\n";
}

std::string TableOf(const TextTable& table)
{
  std::string html = "<div class=\"wide\"><table><caption>" + EscapeHtml(table.title) +
                     "</caption><thead>" + RowOf(table.head, "th") + "</thead><tbody>";
  for (const auto& row : table.rows)
  {
    html += RowOf(row, "td");
  }
  return html + "</tbody></table></div>\n";
}

std::string OptionsOf(const Evaluation& evaluation)
{
  std::string text = "vlm-evaluate";
  for (const auto& [name, value] : evaluation.options)
  {
    text += " " + name + (value.empty() ? "" : " " + value);
  }
  return "<p>Version " VLM_VERSION ", run as <code>" + EscapeHtml(text) + "</code></p>\n";
}

std::string FailuresOf(const Evaluation& evaluation)
{
  if (evaluation.failures.empty())
  {
    return "";
  }
  std::string html = "<h2>Not evaluated</h2><ul>";
  for (const auto& failure : evaluation.failures)
  {
    html += "<li>" + EscapeHtml(failure.file) + ": " + EscapeHtml(failure.reason) + "</li>\n";
  }
  return html + "</ul>\n";
}

std::string Meanings()
{
  std::string html = "<h2>What the figures are</h2><dl>";
  for (const auto& metric : Metrics())
  {
    html +=
        std::string("<dt>") + metric.name + "</dt><dd>" + EscapeHtml(metric.meaning) + "</dd>\n";
  }
  return html + "</dl>\n";
}

}  // namespace

std::string SummaryPageOf(const Evaluation& evaluation, std::string_view chartPng)
{
  std::string html(Head);
  html += "<h1>How well model " + EscapeHtml(evaluation.model.name) + " locates findings</h1>\n" +
          OptionsOf(evaluation) + "<p><img alt=\"Errors and pointing accuracy by source\" src=\"" +
          "data:image/png;base64," + Base64(chartPng) + "\"></p>\n";
  for (const auto& table : TablesOf(evaluation))
  {
    html += TableOf(table);
  }
  html += FailuresOf(evaluation) + Meanings();
  return html + "<p>A research tool, not for diagnostic use.</p></body></html>\n";
}

}  // namespace vlm
