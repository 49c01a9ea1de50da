// SPDX-License-Identifier: GPL-3.0-or-later
// A report in the form that was asked for: JSON, text, HTML, PDF, FHIR.
#pragma once

#include <json/value.h>

#include <string>

#include "Orthanc/HttpExchange.h"
#include "Orthanc/ReportForm.h"
#include "Orthanc/RestServices.h"
#include "Report/ReportDocument.h"
#include "Results/FhirBundle.h"

namespace vlm
{

struct FhirWish
{
  FhirBundleType type = FhirBundleType::Collection;
  bool hasPdf = false;  // the PDF as presentedForm
};

struct DocumentRequest
{
  std::string format = "json";  // json, text, html, pdf, fhir
  std::string language;         // empty: the report's; JSON has its own
  Paper paper = Paper::A4;
  FhirWish fhir;
  ReportForm form = ReportForm::Reviewed;
  std::string knownTags;  // the request's If-None-Match
};

// From the parameters format, language, paper ("A4", "Letter"), bundle ("collection",
// "transaction"), presentedForm ("pdf") and reviewed ("true", "false"). Errors: BadInput.
Result<DocumentRequest> ReadDocumentRequest(const HttpRequest& request);

// HTML and PDF name the patient and show pictures of the archive; FHIR has the patient's identifier
// and, if asked for, the PDF; the others have neither. 304 where the caller has it already.
Result<HttpResponse> AnswerWithDocument(RestServices& services, const DocumentRequest& asked,
                                        const ResourceReference& resource,
                                        const Json::Value& report);

}  // namespace vlm
