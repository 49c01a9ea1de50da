// SPDX-License-Identifier: GPL-3.0-or-later
// A report as people read it: text, HTML and PDF with the same content. Start here for any of them.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

#include "Foundation/Phrasebook.h"
#include "Foundation/Result.h"
#include "Render/Layers.h"

namespace vlm
{

// Who and what was examined, as the archive knows it; each may be empty. Identifies a patient: only
// for the hospital's own HTML and PDF.
struct PatientHeader
{
  std::string name;       // as people write it, from PN's component groups
  std::string id;         // (0010,0020)
  std::string birthDate;  // ISO 8601
  std::string sex;        // (0010,0040): "M", "F", "O" or ""
  std::string studyDate;  // ISO 8601
  std::string studyDescription;
  std::string accessionNumber;
  std::string institution;
};

// A picture that the document shows: a layer of one of the report's Images, or the series' plate.
struct FigureWish
{
  std::optional<int> image;  // index into Images; none: the plate of all of them
  Layer layer = Layer::Annotated;
  int widthPx = 0;
};

// A wish come true, or why it did not.
struct FigurePicture
{
  std::string png;
  int widthPx = 0;
  int heightPx = 0;
  std::string missing;  // a sentence; empty: there is a picture
};

// What a printed report of this JSON shows, most important first; at most 24, and none if no model
// looked.
std::vector<FigureWish> FiguresOf(const Json::Value& report);

struct DocumentContext
{
  const Phrasebook& words;
  std::optional<PatientHeader> patient = std::nullopt;
  std::vector<FigurePicture> figures = {};  // as FiguresOf() wished, or fewer
  std::string software = {};                // e.g. "Orthanc VLM 0.5"
};

enum class Paper
{
  A4,
  Letter
};

// Of the language in which the report was written.
const Phrasebook& WordsOf(const Json::Value& report);

// For copy and paste, wrapped at 100 columns, UTF-8; without patient and figures.
std::string ReportToText(const Json::Value& report, const Phrasebook& words);

// One self-contained page: no scripts, nothing loaded from elsewhere; prints well; WCAG 2.1 AA.
std::string ReportToHtml(const Json::Value& report, const DocumentContext& context);

// Vector text with tags, title and language. Errors: Internal.
Result<std::string> ReportToPdf(const Json::Value& report, const DocumentContext& context,
                                Paper paper);

}  // namespace vlm
