// SPDX-License-Identifier: GPL-3.0-or-later
// A report in the form that was asked for: JSON, text, HTML, PDF.
#pragma once

#include <json/value.h>

#include <string>

#include "Orthanc/HttpExchange.h"
#include "Orthanc/RestServices.h"
#include "Report/ReportDocument.h"

namespace vlm
{

struct DocumentRequest
{
  std::string format = "json";  // json, text, html, pdf
  std::string language;         // empty: the report's; JSON has its own
  Paper paper = Paper::A4;
  std::string knownTags;  // the request's If-None-Match
};

// From the parameters format, language and paper ("A4", "Letter"). Errors: BadInput.
Result<DocumentRequest> ReadDocumentRequest(const HttpRequest& request);

// HTML and PDF name the patient and show pictures of the archive; the others do not. 304 where the
// caller has it already.
Result<HttpResponse> AnswerWithDocument(RestServices& services, const DocumentRequest& asked,
                                        const ResourceReference& resource,
                                        const Json::Value& report);

}  // namespace vlm
