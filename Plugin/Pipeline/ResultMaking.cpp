// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ResultMaking.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <opencv2/imgproc.hpp>

#include "Foundation/Time.h"
#include "Pipeline/ReportDrawing.h"
#include "Pipeline/ResultSources.h"
#include "Report/StoredJson.h"
#include "Results/EncapsulatedPdf.h"
#include "Results/ParametricMap.h"
#include "Results/PresentationState.h"
#include "Results/SecondaryCapture.h"
#include "Results/SignedReview.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

// What a picture's width must be for its longer side to be LargestCapturePx; none: it is smaller
// anyway. By the report, which somebody may have edited.
std::optional<int> CaptureWidth(const Json::Value& image)
{
  const auto side = [&](const char* key)
  { return static_cast<double>(CountOf(image, key).value_or(0)); };
  const Json::Value& spacing = ListOf(image, "PixelSpacingMm");
  const bool isKnown = spacing.size() == 2 && spacing[0].isNumeric() && spacing[1].isNumeric();
  const double aspect = isKnown ? spacing[0].asDouble() / spacing[1].asDouble() : 1.0;
  const double width = side("Columns");
  const double longer = std::max(width, side("Rows") * aspect);
  if (!std::isfinite(longer) || longer <= LargestCapturePx)
  {
    return std::nullopt;
  }
  constexpr double narrowest = 16.0;
  return static_cast<int>(std::max(narrowest, width * LargestCapturePx / longer));
}

cv::Mat FittedCapture(const cv::Mat& picture)
{
  const int longer = std::max(picture.cols, picture.rows);
  if (longer <= LargestCapturePx)
  {
    return picture;
  }
  const double scale = static_cast<double>(LargestCapturePx) / longer;
  cv::Mat fitted;
  cv::resize(picture, fitted, {}, scale, scale, cv::INTER_AREA);
  return fitted;
}

// From UTC, of this machine at that time.
std::chrono::minutes LocalOffsetOf(const Json::Value& report)
{
  const auto time = ContentTimeOf(report);
  const std::time_t seconds = time ? std::chrono::system_clock::to_time_t(*time) : 0;
  std::tm local{};
  const bool isKnown = localtime_r(&seconds, &local) != nullptr;
  return std::chrono::minutes(isKnown ? local.tm_gmtoff / 60 : 0);
}

// Collects what the makers make of one report.
class Making
{
public:
  Making(const ResultContext& context, ReportDrawing& drawing)
      : context_(context), drawing_(drawing)
  {
  }

  void AddStructuredReport() { Keep("The structured report", StructuredReportOf(context_)); }
  void AddPdf(const Result<PatientHeader>& patient);
  void AddPresentationStates() { Keep("The presentation state", PresentationStatesOf(context_)); }
  void AddParametricMaps() { Keep("The parametric map", ParametricMapsOf(context_)); }
  void AddCaptures(std::size_t mostBytes);

  Result<MadeResults> Finish(std::vector<std::string> remarks);

private:
  Result<ResultObject> Capture(const CaptureWish& wish, int number);
  Result<ResultObject> Pdf(const PatientHeader& patient);
  void Keep(const std::string& what, Result<ResultObject> object);
  void Keep(const std::string& what, Result<std::vector<ResultObject>> objects);
  void Remark(const std::string& what, const Error& error);

  const ResultContext& context_;
  ReportDrawing& drawing_;
  MadeResults made_;
  std::optional<Error> first_;
  std::optional<Error> passing_;  // what it concerns must not be left out for ever
};

void Making::Remark(const std::string& what, const Error& error)
{
  made_.remarks.push_back(what + " is left out: " + error.message);
  first_ = first_.value_or(error);
  const bool isPassing = error.kind == ErrorKind::StorageFailed ||
                         error.kind == ErrorKind::NotReady || error.kind == ErrorKind::Canceled;
  if (isPassing)
  {
    passing_ = passing_.value_or(error);
  }
}

void Making::Keep(const std::string& what, Result<ResultObject> object)
{
  if (object.HasValue())
  {
    made_.objects.push_back(std::move(object).Value());
  }
  else
  {
    Remark(what, object.Failure());
  }
}

void Making::Keep(const std::string& what, Result<std::vector<ResultObject>> objects)
{
  if (!objects.HasValue())
  {
    Remark(what, objects.Failure());
    return;
  }
  for (auto& object : objects.Value())
  {
    made_.objects.push_back(std::move(object));
  }
}

void Making::AddCaptures(std::size_t mostBytes)
{
  const auto wishes = CapturesOf(context_.report);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < wishes.size(); ++i)
  {
    const int number = static_cast<int>(i) + 1;
    auto capture = Capture(wishes[i], number);
    bytes += capture.HasValue() ? capture.Value().dicom.size() : 0;
    if (bytes > mostBytes)
    {
      made_.remarks.push_back(std::to_string(wishes.size() - i) + " of " +
                              std::to_string(wishes.size()) +
                              " pictures are left out: together they would be larger than " +
                              std::to_string(mostBytes >> 20) + " MB.");
      return;
    }
    Keep("Picture " + std::to_string(number), std::move(capture));
  }
}

Result<ResultObject> Making::Capture(const CaptureWish& wish, int number)
{
  const Json::Value& images = ListOf(context_.report, "Images");
  const auto index = static_cast<Json::ArrayIndex>(std::max(wish.image, 0));
  LayerOptions options;
  options.widthPx = index < images.size() ? CaptureWidth(images[index]) : std::nullopt;
  const auto picture = drawing_.Draw(wish.layer, wish.image, std::move(options));
  return picture.HasValue()
             ? SecondaryCaptureOf(context_, wish, FittedCapture(picture.Value()), number)
             : picture.Failure();
}

void Making::AddPdf(const Result<PatientHeader>& patient)
{
  Keep("The printed report", patient.HasValue() ? Pdf(patient.Value()) : patient.Failure());
}

Result<ResultObject> Making::Pdf(const PatientHeader& patient)
{
  const Json::Value& report = context_.report;
  const DocumentContext document{WordsOf(report), patient, drawing_.DrawFigures(),
                                 "Orthanc VLM " + context_.software};
  const auto pdf = ReportToPdf(report, document, Paper::A4);
  return pdf.HasValue() ? EncapsulatedPdfOf(context_, pdf.Value()) : pdf.Failure();
}

Result<MadeResults> Making::Finish(std::vector<std::string> remarks)
{
  if (passing_)
  {
    return *passing_;
  }
  if (made_.objects.empty() && first_)
  {
    return *first_;
  }
  made_.remarks.insert(made_.remarks.begin(), remarks.begin(), remarks.end());
  return std::move(made_);
}

}  // namespace

Result<MadeResults> MakeResults(const ResultOrder& order, const OutputSettings& settings,
                                ImageArchive& images, ResultArchive& archive)
{
  const Json::Value& report = order.report;
  auto sources = ReadResultSources(report, archive);
  if (!sources.HasValue())
  {
    return sources.Failure();
  }
  // Not the identifier of the printed header, whose spaces are trimmed: they make another patient.
  const auto study = images.Describe(ResourceLevel::Study, order.orthancStudyId);
  if (!study.HasValue())
  {
    return study.Failure();
  }
  const ResultContext context{report,
                              sources.Value().images,
                              order.predecessors,
                              order.software,
                              study.Value().patientId,
                              LocalOffsetOf(report),
                              settings.reviewOrganization};
  ReportDrawing drawing(images, report, WordsOf(report).Language());
  Making making(context, drawing);
  const bool isJudged =
      TextOf(report, "Status") == "Completed" || !ListOf(report, "Findings").empty();
  if (settings.structuredReport)
  {
    making.AddStructuredReport();
  }
  if (settings.secondaryCapture && isJudged)
  {
    making.AddCaptures(order.mostCaptureBytes);
  }
  if (settings.encapsulatedPdf)
  {
    making.AddPdf(archive.PatientOf(order.orthancStudyId));
  }
  if (settings.presentationState && isJudged)
  {
    making.AddPresentationStates();
  }
  if (settings.parametricMap && isJudged)
  {
    making.AddParametricMaps();
  }
  return making.Finish(std::move(sources.Value().remarks));
}

}  // namespace vlm
