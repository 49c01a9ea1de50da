// SPDX-License-Identifier: GPL-3.0-or-later
// Prints a document as one HTML page: ReportToHtml() of ReportDocument.h.
#include <string>

#include "Foundation/Encoding.h"
#include "Render/Numbers.h"
#include "Report/DocumentComposition.h"
#include "Report/HtmlText.h"
#include "Report/ReportSchemas.h"

namespace vlm
{
namespace
{

class HtmlPage
{
public:
  explicit HtmlPage(const DocumentContext& context) : context_(context) {}

  void Print(const Heading& heading)
  {
    const std::string tag = "h" + std::to_string(heading.level);
    const std::string anchor =
        heading.anchor.empty() ? "" : " id=\"" + EscapeHtml(heading.anchor) + "\"";
    html_ += "<" + tag + anchor + ">" + RunsToHtml(heading.text) + "</" + tag + ">\n";
  }

  void Print(const Paragraph& paragraph)
  {
    const std::string kind = paragraph.kind == Paragraph::Kind::Note    ? " class=\"note\""
                             : paragraph.kind == Paragraph::Kind::Small ? " class=\"small\""
                                                                        : "";
    html_ += "<p dir=\"auto\"" + kind + ">" + RunsToHtml(paragraph.text) + "</p>\n";
  }

  void Print(const ItemList& list)
  {
    html_ += "<ul>\n";
    for (const Runs& item : list.items)
    {
      html_ += "<li dir=\"auto\">" + RunsToHtml(item) + "</li>\n";
    }
    html_ += "</ul>\n";
  }

  void Print(const Table& table)
  {
    const bool isOfFacts = table.columns.front().title.empty();
    // Facts stand below a heading that says the same.
    html_ += std::string("<table>\n<caption") + (isOfFacts ? " class=\"hidden\"" : "") + ">" +
             EscapeHtml(table.caption) + "</caption>\n";
    AddColumns(table);
    html_ += "<tbody>\n";
    for (const auto& row : table.rows)
    {
      html_ += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i)
      {
        html_ += i == 0 ? "<th scope=\"row\">" + RunsToHtml(row[i]) + "</th>"
                        : "<td>" + RunsToHtml(row[i]) + "</td>";
      }
      html_ += "</tr>\n";
    }
    html_ += "</tbody>\n</table>\n";
  }

  void Print(const Figure& figure)
  {
    if (!figure.missing.empty())
    {
      html_ += "<p class=\"note\" dir=\"auto\">" + EscapeHtml(figure.missing) + "</p>\n";
      return;
    }
    const FigurePicture& picture = context_.figures[figure.picture];
    const bool isPicture = figure.size == Figure::Size::Picture;
    html_ += std::string("<figure") + (isPicture ? " class=\"picture\"" : "") + ">\n<img alt=\"" +
             EscapeHtml(figure.description) + "\"" + SizeAttributes(picture) +
             " src=\"data:image/png;base64," + Base64(picture.png) + "\">\n<figcaption>" +
             RunsToHtml(figure.caption) + "</figcaption>\n</figure>\n";
  }

  void Print(const Notice& notice)
  {
    const char* const kind = notice.kind == Notice::Kind::Warning  ? "warning"
                             : notice.kind == Notice::Kind::Review ? "review"
                                                                   : "disclaimer";
    html_ += std::string("<div class=\"") + kind + "\" role=\"note\">\n";
    for (const Runs& paragraph : notice.paragraphs)
    {
      Print(Paragraph{paragraph});
    }
    html_ += "</div>\n";
  }

  const std::string& Html() const { return html_; }

private:
  // The browser keeps room for a picture whose size it knows.
  static std::string SizeAttributes(const FigurePicture& picture)
  {
    return picture.widthPx < 1 || picture.heightPx < 1
               ? ""
               : " width=\"" + std::to_string(picture.widthPx) + "\" height=\"" +
                     std::to_string(picture.heightPx) + "\"";
  }

  void AddColumns(const Table& table)
  {
    std::string head;
    html_ += "<colgroup>";
    for (const Table::Column& column : table.columns)
    {
      html_ += "<col style=\"width:" + FormatDecimals(100.0 * column.share, 0) + "%\">";
      head += column.title.empty() ? "" : "<th scope=\"col\">" + EscapeHtml(column.title) + "</th>";
    }
    html_ += "</colgroup>\n";
    html_ += head.empty() ? "" : "<thead><tr>" + head + "</tr></thead>\n";
  }

  const DocumentContext& context_;
  std::string html_;
};

std::string HeadOf(const Json::Value& report, const DocumentContext& context)
{
  const Phrasebook& words = context.words;
  const std::string style(vlm_report_Files().Find("Styles/report.css").value_or(""));
  return "<!DOCTYPE html>\n<html lang=\"" + EscapeHtml(words.Language()) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
         "img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
         EscapeHtml(TitleOf(report, words)) + "</title>\n<style>\n" + style +
         "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">" +
         EscapeHtml(words.Say("document.skip")) + "</a>\n<main id=\"content\">\n";
}

}  // namespace

std::string ReportToHtml(const Json::Value& report, const DocumentContext& context)
{
  HtmlPage page(context);
  for (const Block& block : ComposeDocument(report, context, Edition::Illustrated))
  {
    std::visit([&page](const auto& one) { page.Print(one); }, block);
  }
  return HeadOf(report, context) + page.Html() + "</main>\n</body>\n</html>\n";
}

}  // namespace vlm
