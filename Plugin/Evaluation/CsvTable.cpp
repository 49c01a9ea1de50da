// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/CsvTable.h"

#include "Evaluation/Scores.h"
#include "Render/Numbers.h"
#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

constexpr const char* Head =
    "File,Source,Modality,Status,TrueFinding,CentreColumn,CentreRow,Width,Height,ErrorPx,"
    "ErrorPx512,RawErrorPx512,ErrorMm,IoU,OnLesion,InEllipse95,Label,FailedChecks\r\n";

// Quoted. A spreadsheet would take what begins with one of these for a formula: a model's words and
// a file's name are not to be trusted so far.
std::string Quoted(const std::string& text)
{
  constexpr const char* formulaSigns = "=+-@\t\r";
  std::string quoted = "\"";
  if (!text.empty() && std::string(formulaSigns).find(text.front()) != std::string::npos)
  {
    quoted += '\'';
  }
  for (const char letter : text)
  {
    quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  }
  return quoted + '"';
}

std::string Number(double value)
{
  return FormatDecimals(value, 2);
}

std::string BoxCells(const std::optional<BoundingBox>& box)
{
  return box ? Number(box->CentreColumn()) + "," + Number(box->CentreRow()) + "," +
                   Number(box->width) + "," + Number(box->height)
             : ",,,";
}

std::string YesOrNo(bool value)
{
  return value ? "yes" : "no";
}

std::string MatchCells(const ReportedFinding& finding)
{
  const MatchScore& match = *finding.match;
  return Number(match.errorPx) + "," + Number(match.errorShare * DiagonalOf512) + "," +
         Number(match.rawErrorShare * DiagonalOf512) + "," +
         (match.errorMm ? Number(*match.errorMm) : "") + "," + Number(match.overlap) + "," +
         YesOrNo(finding.isCentreOnLesion) + "," +
         (match.isCovered ? YesOrNo(*match.isCovered) : "");
}

std::string LinesOf(const ImageResult& image)
{
  const std::string begin =
      Quoted(image.file) + "," + Quoted(image.source) + "," + Quoted(image.modality) + ",";
  std::string lines;
  std::vector<bool> isFound(static_cast<std::size_t>(image.trueFindings), false);
  for (const auto& finding : image.reported)
  {
    std::string truth;
    std::string scores = ",,,,," + YesOrNo(finding.isCentreOnLesion) + ",";
    if (finding.match)
    {
      isFound[static_cast<std::size_t>(finding.match->truth)] = true;
      truth = std::to_string(finding.match->truth);
      scores = MatchCells(finding);
    }
    lines.append(begin).append(WordOf(finding.status)).append(",").append(truth).append(",");
    lines.append(BoxCells(finding.box)).append(",").append(scores).append(",");
    lines.append(Quoted(finding.label)).append(",");
    lines.append(Quoted(finding.failedChecks)).append("\r\n");
  }
  for (std::size_t i = 0; i < isFound.size(); ++i)
  {
    if (!isFound[i])
    {
      lines.append(begin)
          .append("Missed,")
          .append(std::to_string(i))
          .append(13, ',')
          .append("\r\n");
    }
  }
  return lines;
}

}  // namespace

std::string CsvOf(const std::vector<ImageResult>& images)
{
  std::string csv = Head;
  for (const auto& image : images)
  {
    csv += LinesOf(image);
  }
  return csv;
}

}  // namespace vlm
