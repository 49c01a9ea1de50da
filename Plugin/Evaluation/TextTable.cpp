// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/TextTable.h"

#include <algorithm>

#include "Render/Numbers.h"

namespace vlm
{
namespace
{

std::string Written(std::optional<double> value, int decimals)
{
  return value ? FormatDecimals(*value, decimals) : "-";
}

// With its interval, e.g. "14.2 (12.9-15.8)".
std::string WithInterval(const GroupScores& scores, const char* metric, int decimals)
{
  const auto interval = scores.IntervalOf(metric);
  std::string text = Written(scores.Value(metric), decimals);
  if (interval)
  {
    text += " (" + Written(interval->low, decimals) + "-" + Written(interval->high, decimals) + ")";
  }
  return text;
}

std::string Of(const GroupScores& scores, const char* metric, int decimals)
{
  return Written(scores.Value(metric), decimals);
}

TextTable LocationTable(const std::vector<ComparedGroup>& rows)
{
  TextTable table;
  table.title = "Location. Errors in px of a 512 x 512 diagonal; 95 % intervals in brackets";
  table.head = {"images of",  "images",        "findings",      "missed",
                "mean error", "median",        "before",        "mm",
                "centre box", "random box",    "IoU",           "points at it",
                "first",      "centre box at", "random box at", "in ellipse"};
  for (const auto& row : rows)
  {
    table.rows.push_back(
        {row.name, Of(row.model, "Images", 0), Of(row.model, "Findings", 0),
         Of(row.model, "Missed", 0), WithInterval(row.model, "MeanErrorPx512", 1),
         Of(row.model, "MedianErrorPx512", 1), Of(row.model, "RawMeanErrorPx512", 1),
         Of(row.model, "MeanErrorMm", 1), Of(row.centreBox, "MeanErrorPx512", 1),
         Of(row.randomBox, "MeanErrorPx512", 1), Of(row.model, "MeanIoU", 2),
         WithInterval(row.model, "PointingAccuracy", 2), Of(row.model, "PointingFirst", 2),
         Of(row.centreBox, "PointingAccuracy", 2), Of(row.randomBox, "PointingAccuracy", 2),
         Of(row.model, "Coverage95", 2)});
  }
  return table;
}

TextTable VerificationTable(const std::vector<ComparedGroup>& rows)
{
  TextTable table;
  table.title = "Verification, false findings and cost. Kept: Verified or Adjusted";
  table.head = {"images of",
                "reported",
                "kept",
                "true kept",
                "false kept",
                "false per image",
                "normal images",
                "false per normal",
                "specificity",
                "calls",
                "ms"};
  for (const auto& row : rows)
  {
    table.rows.push_back(
        {row.name, Of(row.model, "Reported", 0), Of(row.model, "ShareVerified", 2),
         WithInterval(row.model, "TrueKept", 2), WithInterval(row.model, "HallucinationsKept", 2),
         Of(row.model, "FalsePerImage", 2), Of(row.model, "Normals", 0),
         WithInterval(row.model, "FalsePerNormal", 2), Of(row.model, "Specificity", 2),
         Of(row.model, "CallsPerImage", 1), Of(row.model, "MsPerImage", 1)});
  }
  return table;
}

std::string LineOf(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths)
{
  std::string line = "|";
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    const std::string padding(widths[i] - std::min(widths[i], cells[i].size()), ' ');
    // Names to the left, numbers to the right.
    line += " " + (i == 0 ? cells[i] + padding : padding + cells[i]) + " |";
  }
  return line + "\n";
}

std::string AsText(const TextTable& table)
{
  std::vector<std::size_t> widths;
  widths.reserve(table.head.size());
  for (const auto& cell : table.head)
  {
    widths.push_back(cell.size());
  }
  for (const auto& row : table.rows)
  {
    for (std::size_t i = 0; i < row.size(); ++i)
    {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (const std::size_t width : widths)
  {
    rules.push_back(rules.empty() ? std::string(width, '-') : std::string(width - 1, '-') + ":");
  }
  std::string text = table.title + ":\n\n" + LineOf(table.head, widths) + LineOf(rules, widths);
  for (const auto& row : table.rows)
  {
    text += LineOf(row, widths);
  }
  return text;
}

}  // namespace

std::vector<TextTable> TablesOf(const Evaluation& evaluation)
{
  const auto rows = ComparedGroups(evaluation, Grouping::All);
  return {LocationTable(rows), VerificationTable(rows)};
}

std::string TablesAsText(const std::vector<TextTable>& tables)
{
  std::string text;
  for (const auto& table : tables)
  {
    text += (text.empty() ? "" : "\n") + AsText(table);
  }
  return text;
}

}  // namespace vlm
