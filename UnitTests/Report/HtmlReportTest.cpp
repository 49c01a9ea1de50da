// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "Report/HtmlText.h"
#include "Report/JsonReport.h"
#include "Report/PrintedReport.h"
#include "Report/ReportDocument.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Html(const Json::Value& report, const DocumentContext& context = {Phrasebook::Of("en")})
{
  return ReportToHtml(report, context);
}

std::vector<std::string> Matches(const std::string& text, const std::string& pattern)
{
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
  {
    found.push_back((*at)[1]);
  }
  return found;
}

// Every element that is opened is closed in its place, as XML wants it; void elements apart.
void ExpectNestedTags(const std::string& html)
{
  static const std::set<std::string> voids = {"meta", "img", "col"};
  std::vector<std::string> open;
  for (const std::string& tag : Matches(html, "<(/?[a-z][a-z0-9]*)[^>]*>"))
  {
    if (tag.front() != '/')
    {
      if (voids.count(tag) == 0)
      {
        open.push_back(tag);
      }
      continue;
    }
    ASSERT_FALSE(open.empty()) << tag;
    ASSERT_EQ("/" + open.back(), tag);
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

Json::Value HostileReport()
{
  Json::Value report = ReportWithFindings(1);
  Json::Value& finding = report["Findings"][0];
  for (const char* key : {"Label", "Anatomy", "Description", "Severity", "Evidence", "Category"})
  {
    finding[key] = HostileText();
  }
  finding["Differential"].append(HostileText());
  finding["Verification"]["Checks"][0]["Name"] = HostileText();
  finding["Verification"]["Checks"][0]["Detail"] = HostileText();
  for (const char* key : {"Impression", "Findings", "Technique"})
  {
    report["Narrative"][key] = HostileText();
  }
  report["Narrative"]["Recommendations"].append(HostileText());
  report["Warnings"].append(HostileText());
  report["Modality"] = report["Model"]["Name"] = HostileText();
  return report;
}

TEST(EscapeHtml, LeavesNoMarkup)
{
  EXPECT_EQ(EscapeHtml("<a href=\"x\" b='&amp;'>"),
            "&lt;a href=&quot;x&quot; b=&#39;&amp;amp;&#39;&gt;");
  EXPECT_EQ(RunsToHtml(Quoted("a<b")), "<bdi>a&lt;b</bdi>");
  EXPECT_EQ(RunsToHtml({{"[1]", Run::Voice::Ours, "x\"y"}}), "<a href=\"#x&quot;y\">[1]</a>");
}

TEST(HtmlReport, NeedsNothingFromElsewhereAndRunsNothing)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.figures = {{SmallPng(), 2, 2, ""}};
  const std::string html = Html(SeriesReport(), context);

  EXPECT_THAT(html, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'; "));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, Not(HasSubstr("https:")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, HasSubstr("src=\"data:image/png;base64,iVBORw0KGgo"));
  ExpectNestedTags(html);
}

TEST(HtmlReport, CanBeReadByMachines)
{
  DocumentContext context{Phrasebook::Of("zh")};
  context.figures = {{SmallPng(), 2, 2, ""}};
  const std::string html = Html(SeriesReport(), context);

  EXPECT_THAT(html, StartsWith("<!DOCTYPE html>\n<html lang=\"zh\">"));
  EXPECT_THAT(html, HasSubstr("<meta charset=\"utf-8\">"));
  EXPECT_THAT(html, HasSubstr("<title>人工智能影像分析报告：CT, CHEST</title>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">侧别</th><td>左侧</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">结果</th>"));
  EXPECT_THAT(html, HasSubstr("<img alt=\"关键图像及其层面位置图版。所示发现：1 Haemorrhage"));
  EXPECT_THAT(html, HasSubstr("<figcaption>图 1。"));
  EXPECT_EQ(Matches(html, "<(h1)").size(), 1U);
}

TEST(HtmlReport, HasATargetForEveryLink)
{
  Json::Value report = SeriesReport();
  Json::Value& sentence = report["Narrative"]["Sentences"][0];
  sentence["Section"] = "Findings";
  sentence["Text"] = "Haemorrhage.";
  sentence["Findings"].append(1);
  const std::string html = Html(report);

  const std::vector<std::string> ids = Matches(html, " id=\"([^\"]*)\"");
  const std::set<std::string> targets(ids.begin(), ids.end());
  EXPECT_EQ(targets.size(), ids.size());
  const std::vector<std::string> links = Matches(html, "href=\"#([^\"]*)\"");
  EXPECT_EQ(links.size(), 2U);  // to the content, and to lesion 1
  for (const std::string& link : links)
  {
    EXPECT_EQ(targets.count(link), 1U) << link;
  }
}

TEST(HtmlReport, ShowsHostileTextAsText)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.patient = PatientHeader{HostileText(), HostileText(), HostileText(), HostileText(),
                                  HostileText(), HostileText(), HostileText(), HostileText()};
  context.software = HostileText();
  context.figures = {{SmallPng(), 2, 2, ""}, {"", 0, 0, HostileText()}};
  const std::string html = Html(HostileReport(), context);

  ExpectNestedTags(html);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_EQ(html.find('\a'), std::string::npos);
  EXPECT_THAT(html, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_EQ(html.find('\xFF'), std::string::npos);
  EXPECT_THAT(html, HasSubstr("is missing: &lt;script"));
}

TEST(HtmlReport, SurvivesWhatIsNoReport)
{
  Json::Value odd;
  odd["Status"] = "Completed";
  odd["Images"] = 3;
  odd["Findings"].append(Json::Value());
  odd["Findings"][1]["Image"] = -1;
  odd["Findings"][2]["Number"] = 0;
  odd["Narrative"]["Sentences"].append(7);
  odd["Narrative"]["Sentences"][1]["Section"] = "Findings";
  odd["Narrative"]["Sentences"][1]["Text"] = "x";
  odd["Narrative"]["Sentences"][1]["Findings"] = "y";
  for (const Json::Value& report : {Json::Value(), Json::Value("x"), odd})
  {
    ExpectNestedTags(Html(report));
  }
}

}  // namespace
}  // namespace vlm
