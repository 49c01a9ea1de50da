// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportDocuments.h"

#include <algorithm>
#include <array>

#include "Foundation/Json.h"
#include "Orthanc/EntityTag.h"
#include "Orthanc/LayerRequest.h"
#include "Orthanc/PatientHeaderReading.h"
#include "Pipeline/ReportDrawing.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::array<const char*, 4> Formats = {"json", "text", "html", "pdf"};

Result<Paper> ReadPaper(const HttpRequest& request)
{
  const std::string paper = request.QueryText("paper");
  if (!paper.empty() && paper != "A4" && paper != "Letter")
  {
    return Error{ErrorKind::BadInput, "paper is '" + paper + "'; allowed: A4, Letter."};
  }
  return paper == "Letter" ? Paper::Letter : Paper::A4;
}

// The study's patient; none where Orthanc does not know the study, e.g. because it was just
// deleted.
std::optional<PatientHeader> PatientOf(RestServices& services, const ResourceReference& resource)
{
  const auto description = services.images.Describe(resource.level, resource.orthancId);
  if (!description.HasValue())
  {
    return std::nullopt;
  }
  const auto study = services.api.GetJson("/studies/" + description.Value().orthancStudyId);
  return study.HasValue() ? std::optional(PatientHeaderOf(study.Value())) : std::nullopt;
}

HttpResponse Answered(std::string body, const char* contentType)
{
  HttpResponse response;
  response.contentType = contentType;
  response.body = std::move(body);
  return response;
}

Result<HttpResponse> PdfResponse(const Json::Value& report, const DocumentContext& context,
                                 Paper paper)
{
  auto pdf = ReportToPdf(report, context, paper);
  if (!pdf.HasValue())
  {
    return pdf.Failure();
  }
  HttpResponse response = Answered(std::move(pdf).Value(), "application/pdf");
  response.headers.emplace_back(
      "Content-Disposition",
      "inline; filename=\"vlm-report-" + TextOf(report, "AnalysisId").substr(0, 8) + ".pdf\"");
  return response;
}

HttpResponse HtmlResponse(const Json::Value& report, const DocumentContext& context)
{
  HttpResponse response = Answered(ReportToHtml(report, context), "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
                                "frame-ancestors 'self'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

// Everything that HTML and PDF show.
DocumentContext ContextOf(RestServices& services, const Json::Value& report,
                          const Phrasebook& words, std::optional<PatientHeader> patient)
{
  DocumentContext context{words, std::move(patient), {}, "Orthanc VLM " VLM_VERSION};
  ReportDrawing drawing(services.images, report, words.Language());
  for (const FigureWish& wish : FiguresOf(report))
  {
    context.figures.push_back(drawing.Draw(wish));
  }
  return context;
}

std::string PatientSignature(const std::optional<PatientHeader>& patient)
{
  std::string signature;
  if (patient)
  {
    for (const std::string& text :
         {patient->name, patient->id, patient->birthDate, patient->sex, patient->studyDate,
          patient->studyDescription, patient->accessionNumber, patient->institution})
    {
      signature += text + "\n";
    }
  }
  return signature;
}

}  // namespace

Result<DocumentRequest> ReadDocumentRequest(const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"format", "language", "paper"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  DocumentRequest wish;
  wish.format = request.query.count("format") == 0 ? "json" : request.QueryText("format");
  if (std::find(Formats.begin(), Formats.end(), wish.format) == Formats.end())
  {
    return Error{ErrorKind::BadInput,
                 "format is '" + wish.format + "'; allowed: json, text, html, pdf."};
  }
  const auto language = ReadLanguage(request);
  if (!language.HasValue())
  {
    return language.Failure();
  }
  const auto paper = ReadPaper(request);
  if (!paper.HasValue())
  {
    return paper.Failure();
  }
  wish.language = language.Value();
  wish.paper = paper.Value();
  wish.knownTags = KnownTags(request);
  return wish;
}

Result<HttpResponse> AnswerWithDocument(RestServices& services, const DocumentRequest& asked,
                                        const ResourceReference& resource,
                                        const Json::Value& report)
{
  if (asked.format == "json")
  {
    return JsonResponse(report);
  }
  const Phrasebook& words =
      asked.language.empty() ? WordsOf(report) : Phrasebook::Of(asked.language);
  if (asked.format == "text")
  {
    return Answered(ReportToText(report, words), "text/plain; charset=utf-8");
  }
  auto patient = PatientOf(services, resource);
  const std::string tag = EntityTagOf(
      {asked.format, words.Language(), asked.paper == Paper::A4 ? "A4" : "Letter",
       PatientSignature(patient), PixelVersionOf(resource.description), WriteJson(report)});
  if (auto known = NotModified(asked.knownTags, tag))
  {
    return *std::move(known);
  }
  const Slots::Lease slot(services.drawing);
  const DocumentContext context = ContextOf(services, report, words, std::move(patient));
  auto response = asked.format == "pdf" ? PdfResponse(report, context, asked.paper)
                                        : Result<HttpResponse>(HtmlResponse(report, context));
  const bool isWhole =
      std::all_of(context.figures.begin(), context.figures.end(),
                  [](const FigurePicture& figure) { return figure.missing.empty(); });
  if (response.HasValue() && isWhole)  // a picture that failed may come the next time
  {
    AddEntityTag(tag, response.Value());
  }
  return response;
}

}  // namespace vlm
