// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles: Poppler's tools and qpdf's, which share no code with Cairo.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include "Report/JsonReport.h"
#include "Report/PrintedReport.h"
#include "Report/ReportDocument.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string OutputOf(const std::string& command)
{
  struct Close
  {
    void operator()(FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<FILE, Close> pipe(popen((command + " 2>&1").c_str(), "r"));
  std::string output;
  std::array<char, 4096> bytes{};
  for (std::size_t count = 1; pipe != nullptr && count > 0;)
  {
    count = fread(bytes.data(), 1, bytes.size(), pipe.get());
    output.append(bytes.data(), count);
  }
  return output;
}

// A PDF as a file of this test's own, to be looked at by tools.
class PdfFile
{
public:
  explicit PdfFile(const Result<std::string>& pdf)
      : path_(testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name() +
              ".pdf")
  {
    EXPECT_TRUE(pdf.HasValue());
    std::ofstream(path_, std::ios::binary) << (pdf.HasValue() ? pdf.Value() : "");
  }
  ~PdfFile() { std::remove(path_.c_str()); }
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  std::string Text() const { return OutputOf("pdftotext -layout '" + path_ + "' -"); }
  std::string Seen(const std::string& tool) const { return OutputOf(tool + " '" + path_ + "'"); }
  std::string Objects() const
  {
    return OutputOf("qpdf --qdf --object-streams=disable '" + path_ + "' -");
  }

private:
  std::string path_;
};

Result<std::string> Pdf(const Json::Value& report, const char* language = "en")
{
  return ReportToPdf(report, {Phrasebook::Of(language)}, Paper::A4);
}

TEST(PdfReport, IsATaggedDocumentWithTitleAndLanguage)
{
  const PdfFile file(Pdf(SeriesReport(), "zh"));
  const std::string info = file.Seen("pdfinfo");

  EXPECT_THAT(info, ContainsRegex("Title: +人工智能影像分析报告：CT, CHEST"));
  EXPECT_THAT(info, ContainsRegex("Author: +gemini"));
  EXPECT_THAT(info, ContainsRegex("Tagged: +yes"));
  // The report was completed at 1795498680 s, Tue Nov 24 2026 05:38:00 UTC.
  EXPECT_THAT(file.Seen("pdfinfo -rawdates"), HasSubstr("20261124053800Z"));
  EXPECT_THAT(file.Seen("qpdf --check"), HasSubstr("No syntax or stream encoding errors found"));
  const std::string objects = file.Objects();
  EXPECT_THAT(objects, HasSubstr("/Lang (zh)"));
  EXPECT_THAT(objects, HasSubstr("/DisplayDocTitle true"));
  EXPECT_THAT(objects, HasSubstr("/Marked true"));
}

TEST(PdfReport, HasHeadingsTablesListsFiguresAndLinksInItsStructure)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.figures = {{SmallPng(), 2, 2, ""}};
  Json::Value report = SeriesReport();
  Json::Value& sentence = report["Narrative"]["Sentences"][0];
  sentence["Section"] = "Findings";
  sentence["Text"] = "Haemorrhage.";
  sentence["Findings"].append(1);
  const PdfFile file(ReportToPdf(report, context, Paper::A4));
  const std::string structure = file.Seen("pdfinfo -struct");

  for (const char* element : {"H1 ", "H2 ", "H3 ", "Table", "TR", "TD", "LBody", "Link", "Figure"})
  {
    EXPECT_THAT(structure, HasSubstr(element));
  }
  EXPECT_THAT(structure, HasSubstr("/Scope /Column"));
  EXPECT_THAT(structure, HasSubstr("/Scope /Row"));
  const std::string objects = file.Objects();
  EXPECT_THAT(objects, HasSubstr("/Alt (Plate of the key images with their slice positions."));
  EXPECT_THAT(objects, HasSubstr("/Subtype /Link"));
  EXPECT_THAT(objects, HasSubstr("/Title (1. Haemorrhage, Upper lobe, Left, Moderate)"));
}

TEST(PdfReport, HasTextThatCanBeCopiedInEnglish)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.patient = PatientHeader{"Doe, Jane", "P-77", "1958-03-02", "F", "", "", "", ""};
  const PdfFile file(ReportToPdf(ReportToJson(SampleReport()), context, Paper::A4));
  const std::string text = file.Text();

  EXPECT_THAT(text, HasSubstr("AI image analysis report: CT, CHEST"));
  EXPECT_THAT(text, HasSubstr("Suspicious nodule."));
  EXPECT_THAT(text, ContainsRegex("Size +18.0 × 10.0 mm"));
  EXPECT_THAT(text, ContainsRegex("Doe, Jane +· +P-77 +AI image analysis report"));
  EXPECT_THAT(text, ContainsRegex("not for diagnostic use. +· +gemini +Page 1 of [23]"));
}

TEST(PdfReport, HasTextThatCanBeCopiedInChinese)
{
  Json::Value report = ReportWithFindings(1);
  report["Findings"][0]["Description"] = "边缘清楚的圆形致密影。";
  report["Narrative"]["Impression"] = "左肺上叶结节。Опухоль.";
  const std::string text = PdfFile(Pdf(report, "zh")).Text();

  EXPECT_THAT(text, HasSubstr("仅供研究使用。由机器生成，未经核实，不得用于诊断。"));
  EXPECT_THAT(text, HasSubstr("描述：边缘清楚的圆形致密影。"));
  EXPECT_THAT(text, HasSubstr("左肺上叶结节。Опухоль."));
  EXPECT_THAT(text, ContainsRegex("侧别 +左侧"));
}

TEST(PdfReport, IsPrintedOnEitherPaperWithItsFonts)
{
  const PdfFile file(ReportToPdf(SeriesReport(), {Phrasebook::Of("zh")}, Paper::Letter));

  EXPECT_THAT(file.Seen("pdfinfo"), HasSubstr("612 x 792 pts (letter)"));
  const std::string fonts = file.Seen("pdffonts");
  EXPECT_THAT(fonts, HasSubstr("+DejaVuSans"));
  EXPECT_THAT(fonts, HasSubstr("+NotoSansCJKsc"));
  EXPECT_THAT(fonts, Not(ContainsRegex(" no +(yes|no) +(yes|no) +[0-9]")));  // not embedded
}

TEST(PdfReport, IsTheSameForTheSameReport)
{
  Json::Value report = SeriesReport();
  EXPECT_EQ(Pdf(report).Value(), Pdf(report).Value());
  // A time that is none must not become that of printing.
  report["Timing"]["CompletedAt"] = "2026) /Evil (x";
  const PdfFile file(Pdf(report));
  EXPECT_THAT(file.Seen("pdfinfo"), Not(HasSubstr("CreationDate")));
}

TEST(PdfReport, SaysThatAPictureIsBroken)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.figures = {{SmallPng().substr(0, 40), 2, 2, ""}, {"\x89PNG", 2, 2, ""}};
  const std::string text = PdfFile(ReportToPdf(SeriesReport(), context, Paper::A4)).Text();

  EXPECT_THAT(text, HasSubstr("Figure 1 is missing: its file cannot be read."));
  EXPECT_THAT(text, HasSubstr("Figure 2 is missing: its file cannot be read."));
}

TEST(PdfReport, ShowsHostileTextAsText)
{
  Json::Value report = ReportWithFindings(1);
  report["Modality"] = HostileText();
  report["Findings"][0]["Label"] = HostileText();
  report["Findings"][0]["Description"] = "ورم في الرئة 12 mm " + std::string(20000, 'x');
  report["Model"]["Name"] = std::string(20000, '(');
  const PdfFile file(Pdf(report));

  EXPECT_THAT(file.Seen("qpdf --check"), HasSubstr("No syntax or stream encoding errors found"));
  EXPECT_THAT(file.Text(), HasSubstr("<script>alert(1)</script> \"a\" 'b' &amp; </title>"));
}

TEST(PdfReport, EndsAfterTwoHundredPagesAndSaysSo)
{
  Json::Value report = ReportWithFindings(60);
  for (Json::Value& finding : report["Findings"])
  {
    std::string lines;
    for (int i = 0; i < 9000; ++i)
    {
      lines += "x\n";
    }
    finding["Description"] = lines + "x";
  }
  const PdfFile file(Pdf(report));

  EXPECT_THAT(file.Seen("pdfinfo"), ContainsRegex("Pages: +200\n"));
  EXPECT_THAT(file.Seen("qpdf --check"), HasSubstr("No syntax or stream encoding errors found"));
  EXPECT_THAT(file.Text(), HasSubstr("ends here, after 200 pages"));
}

}  // namespace
}  // namespace vlm
