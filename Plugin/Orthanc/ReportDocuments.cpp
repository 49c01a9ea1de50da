// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportDocuments.h"

#include <algorithm>
#include <array>

#include "Foundation/Json.h"
#include "Orthanc/EntityTag.h"
#include "Orthanc/FhirStudyReading.h"
#include "Orthanc/LayerRequest.h"
#include "Orthanc/PatientHeaderReading.h"
#include "Pipeline/ReportDrawing.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::array<const char*, 5> Formats = {"json", "text", "html", "pdf", "fhir"};

Result<Paper> ReadPaper(const HttpRequest& request)
{
  const std::string paper = request.QueryText("paper");
  if (!paper.empty() && paper != "A4" && paper != "Letter")
  {
    return Error{ErrorKind::BadInput, "paper is '" + paper + "'; allowed: A4, Letter."};
  }
  return paper == "Letter" ? Paper::Letter : Paper::A4;
}

Result<FhirWish> ReadFhirWish(const HttpRequest& request)
{
  const std::string bundle = request.QueryText("bundle");
  if (!bundle.empty() && bundle != "collection" && bundle != "transaction")
  {
    return Error{ErrorKind::BadInput,
                 "bundle is '" + bundle + "'; allowed: collection, transaction."};
  }
  const std::string form = request.QueryText("presentedForm");
  if (!form.empty() && form != "pdf")
  {
    return Error{ErrorKind::BadInput, "presentedForm is '" + form + "'; allowed: pdf."};
  }
  return FhirWish{
      bundle == "transaction" ? FhirBundleType::Transaction : FhirBundleType::Collection,
      form == "pdf"};
}

// The identifier of the study; empty where Orthanc does not know it.
std::string StudyOf(RestServices& services, const ResourceReference& resource)
{
  const auto description = services.images.Describe(resource.level, resource.orthancId);
  return description.HasValue() ? description.Value().orthancStudyId : "";
}

// The study's patient; none where Orthanc does not know the study, e.g. because it was just
// deleted.
std::optional<PatientHeader> PatientOf(RestServices& services, const ResourceReference& resource)
{
  const std::string id = StudyOf(services, resource);
  if (id.empty())
  {
    return std::nullopt;
  }
  const auto study = services.api.GetJson("/studies/" + id);
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
  ReportDrawing drawing(services.images, report, words.Language());
  return {words, std::move(patient), drawing.DrawFigures(), "Orthanc VLM " VLM_VERSION};
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

// What HTML, PDF and FHIR are made from.
struct Printing
{
  RestServices& services;
  const DocumentRequest& asked;
  const ResourceReference& resource;
  const Json::Value& report;
  const Phrasebook& words;
};

// Of all that a printed page depends on.
std::string PageTag(const Printing& printing, const std::optional<PatientHeader>& patient,
                    const std::string& content)
{
  return EntityTagOf({printing.asked.format, printing.words.Language(),
                      printing.asked.paper == Paper::A4 ? "A4" : "Letter",
                      PatientSignature(patient), PixelVersionOf(printing.resource.description),
                      content});
}

// A picture that failed may come the next time: then there is no tag.
void TagWhole(const std::string& tag, const DocumentContext& context, HttpResponse& response)
{
  const bool isWhole =
      std::all_of(context.figures.begin(), context.figures.end(),
                  [](const FigurePicture& figure) { return figure.missing.empty(); });
  if (isWhole)
  {
    AddEntityTag(tag, response);
  }
}

Result<HttpResponse> AnswerWithPages(const Printing& printing)
{
  auto patient = PatientOf(printing.services, printing.resource);
  const std::string tag = PageTag(printing, patient, WriteJson(printing.report));
  if (auto known = NotModified(printing.asked.knownTags, tag))
  {
    return *std::move(known);
  }
  const Slots::Lease slot(printing.services.drawing);
  const DocumentContext context =
      ContextOf(printing.services, printing.report, printing.words, std::move(patient));
  auto response = printing.asked.format == "pdf"
                      ? PdfResponse(printing.report, context, printing.asked.paper)
                      : Result<HttpResponse>(HtmlResponse(printing.report, context));
  if (response.HasValue())
  {
    TagWhole(tag, context, response.Value());
  }
  return response;
}

HttpResponse FhirResponse(const std::string& bundle)
{
  return Answered(bundle, "application/fhir+json");
}

// `bundle`: the same without the PDF.
Result<HttpResponse> AnswerWithPdfInFhir(const Printing& printing, const FhirStudy& study,
                                         FhirOptions options, const std::string& bundle)
{
  auto patient = PatientOf(printing.services, printing.resource);
  const std::string tag = PageTag(printing, patient, bundle);
  if (auto known = NotModified(printing.asked.knownTags, tag))
  {
    return *std::move(known);
  }
  const Slots::Lease slot(printing.services.drawing);
  const DocumentContext context =
      ContextOf(printing.services, printing.report, printing.words, std::move(patient));
  auto pdf = ReportToPdf(printing.report, context, printing.asked.paper);
  if (!pdf.HasValue())
  {
    return pdf.Failure();
  }
  options.pdf = std::move(pdf).Value();
  HttpResponse response = FhirResponse(WriteJson(FhirBundleOf(printing.report, study, options)));
  TagWhole(tag, context, response);
  return response;
}

Result<HttpResponse> AnswerWithFhir(const Printing& printing)
{
  const FhirStudy study = ReadFhirStudy(
      printing.services.api, StudyOf(printing.services, printing.resource), printing.report);
  const FhirOptions options{printing.asked.fhir.type, "", VLM_VERSION, printing.words.Language()};
  const std::string bundle = WriteJson(FhirBundleOf(printing.report, study, options));
  if (printing.asked.fhir.hasPdf)
  {
    return AnswerWithPdfInFhir(printing, study, options, bundle);
  }
  const std::string tag = EntityTagOf({bundle});
  if (auto known = NotModified(printing.asked.knownTags, tag))
  {
    return *std::move(known);
  }
  HttpResponse response = FhirResponse(bundle);
  AddEntityTag(tag, response);
  return response;
}

}  // namespace

Result<DocumentRequest> ReadDocumentRequest(const HttpRequest& request)
{
  const auto allowed =
      request.AllowQuery({"format", "language", "paper", "bundle", "presentedForm", "reviewed"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  DocumentRequest wish;
  wish.format = request.query.count("format") == 0 ? "json" : request.QueryText("format");
  if (std::find(Formats.begin(), Formats.end(), wish.format) == Formats.end())
  {
    return Error{ErrorKind::BadInput,
                 "format is '" + wish.format + "'; allowed: json, text, html, pdf, fhir."};
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
  const auto fhir = ReadFhirWish(request);
  if (!fhir.HasValue())
  {
    return fhir.Failure();
  }
  const auto reviewed = request.QueryBoolean("reviewed");
  if (!reviewed.HasValue())
  {
    return reviewed.Failure();
  }
  wish.form = reviewed.Value().value_or(true) ? ReportForm::Reviewed : ReportForm::Original;
  wish.fhir = fhir.Value();
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
  const Printing printing{services, asked, resource, report, words};
  return asked.format == "fhir" ? AnswerWithFhir(printing) : AnswerWithPages(printing);
}

}  // namespace vlm
