// SPDX-License-Identifier: GPL-3.0-or-later
// Prints a document as a PDF: ReportToPdf() of ReportDocument.h.
#include <cairo-pdf.h>

#include <memory>
#include <regex>
#include <string>

#include "Foundation/JoinedText.h"
#include "Render/FontMapLease.h"
#include "Report/Disclaimer.h"
#include "Report/DocumentComposition.h"
#include "Report/DocumentPieces.h"
#include "Report/PdfBlocks.h"
#include "Report/PdfFinish.h"
#include "Report/PdfPages.h"
#include "Report/PdfPicture.h"
#include "Report/ReviewSection.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostPages = 200;

cairo_status_t Append(void* closure, const unsigned char* bytes, unsigned int count)
{
  static_cast<std::string*>(closure)->append(bytes, bytes + count);
  return CAIRO_STATUS_SUCCESS;
}

// As Cairo takes it; empty if the report's is no such time.
std::string CreationDateOf(const Json::Value& report)
{
  static const std::regex iso(R"((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z)");
  const std::string completed = TextOf(MemberOf(report, "Timing"), "CompletedAt");
  std::smatch parts;
  return std::regex_match(completed, parts, iso) ? parts[1].str() + "Z" : "";
}

void SetMetadata(cairo_surface_t* surface, const Json::Value& report,
                 const DocumentContext& context)
{
  const std::string model = Clipped(TextOf(MemberOf(report, "Model"), "Name"), 200);
  const std::string date = CreationDateOf(report);
  const auto set = [surface](cairo_pdf_metadata_t key, const std::string& text)
  {
    if (!text.empty())
    {
      cairo_pdf_surface_set_metadata(surface, key, text.c_str());
    }
  };
  set(CAIRO_PDF_METADATA_TITLE, TitleOf(report, context.words));
  set(CAIRO_PDF_METADATA_AUTHOR, model);
  set(CAIRO_PDF_METADATA_SUBJECT, DisclaimerTextOf(report, context.words));
  set(CAIRO_PDF_METADATA_CREATOR, Clipped(context.software, 100));
  set(CAIRO_PDF_METADATA_CREATE_DATE, date);
}

PdfMargins MarginsOf(const Json::Value& report, const DocumentContext& context)
{
  const std::string model = Clipped(TextOf(MemberOf(report, "Model"), "Name"), 200);
  std::string patient;
  if (context.patient)
  {
    patient =
        Joined({Clipped(context.patient->name, 200), Clipped(context.patient->id, 100)}, "  ·  ");
  }
  return {patient, TitleOf(report, context.words),
          Joined({DisclaimerTextOf(report, context.words), model}, "  ·  ")};
}

// What follows the last page that is printed of a document that is too long.
void AddTruncation(const Json::Value& report, const DocumentContext& context, PdfBlocks& blocks)
{
  blocks.Add(Notice{
      Notice::Kind::Warning,
      {Ours(context.words.Say("document.truncated", {{"pages", std::to_string(MostPages)}}))}});
  blocks.Add(DisclaimerNoticeOf(report, context.words));
}

}  // namespace

Result<std::string> ReportToPdf(const Json::Value& report, const DocumentContext& context,
                                Paper paper)
{
  const FontMapLease lease;
  const PdfFonts fonts(context.words.Language());
  const PdfSheet sheet = SheetOf(paper);
  PdfFlow flow(sheet.body.height, MostPages - 1);
  PdfFlow ending(sheet.body.height, 1);
  PdfBlocks blocks(context, fonts, sheet.body, flow);
  for (const Block& block : ComposeDocument(report, context, Edition::Illustrated))
  {
    if (!flow.IsFull())
    {
      std::visit([&blocks](const auto& one) { blocks.Add(one); }, block);
    }
  }
  flow.Finish();
  if (flow.IsFull())
  {
    PdfBlocks last(context, fonts, sheet.body, ending);
    AddTruncation(report, context, last);
  }
  std::string pdf;
  const PictureSurface surface(
      cairo_pdf_surface_create_for_stream(Append, &pdf, sheet.width, sheet.height));
  SetMetadata(surface.get(), report, context);
  const PdfPages pages(sheet, fonts, context.words, MarginsOf(report, context));
  pages.Draw(surface.get(), flow, ending);
  cairo_surface_finish(surface.get());
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS)
  {
    return Error{ErrorKind::Internal,
                 std::string("Cairo failed: ") + cairo_status_to_string(status) + "."};
  }
  return CompletePdf(
      pdf, {context.words.Language(), blocks.Descriptions(), !CreationDateOf(report).empty()});
}

}  // namespace vlm
