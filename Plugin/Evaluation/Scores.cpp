// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Scores.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace vlm
{
namespace
{

void Count(const MatchScore& match, double weight, Tally& tally)
{
  tally.matched += weight;
  tally.errorPx += weight * match.errorPx;
  tally.errorShare += weight * match.errorShare;
  tally.rawErrorShare += weight * match.rawErrorShare;
  tally.overlap += weight * match.overlap;
  tally.errorShares.push_back(match.errorShare);
  if (match.errorMm)
  {
    tally.matchedWithMm += weight;
    tally.errorMm += weight * *match.errorMm;
  }
  if (match.isCovered)
  {
    tally.matchedWithEllipse += weight;
    tally.covered += *match.isCovered ? weight : 0.0;
  }
}

void Count(const ReportedFinding& finding, double weight, Tally& tally)
{
  tally.reported += weight;
  tally.reportedKept += finding.IsKept() ? weight : 0.0;
  if (finding.match)
  {
    Count(*finding.match, weight, tally);
    tally.onLesion += finding.isCentreOnLesion ? weight : 0.0;
    tally.matchedKept += finding.IsKept() ? weight : 0.0;
    return;
  }
  tally.unmatched += weight;
  tally.unmatchedKept += finding.IsKept() ? weight : 0.0;
  tally.falseFindings += finding.IsRejected() ? 0.0 : weight;
}

std::optional<double> Share(double part, double all)
{
  return all > 0.0 ? std::optional(part / all) : std::nullopt;
}

std::optional<double> In512(std::optional<double> share)
{
  return share ? std::optional(*share * DiagonalOf512) : std::nullopt;
}

// Of an even number of values, the mean of the middle two.
std::optional<double> MedianOf(std::vector<double> values)
{
  if (values.empty())
  {
    return std::nullopt;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double upper = *middle;
  return values.size() % 2 == 1 ? upper : (upper + *std::max_element(values.begin(), middle)) / 2.0;
}

}  // namespace

Tally& Tally::operator+=(const Tally& other)
{
  constexpr double Tally::*sums[] = {&Tally::images,
                                     &Tally::normals,
                                     &Tally::trueFindings,
                                     &Tally::reported,
                                     &Tally::reportedKept,
                                     &Tally::matched,
                                     &Tally::matchedKept,
                                     &Tally::onLesion,
                                     &Tally::firstOnLesion,
                                     &Tally::unmatched,
                                     &Tally::unmatchedKept,
                                     &Tally::falseFindings,
                                     &Tally::falseFindingsOfNormals,
                                     &Tally::cleanNormals,
                                     &Tally::errorPx,
                                     &Tally::errorShare,
                                     &Tally::rawErrorShare,
                                     &Tally::errorMm,
                                     &Tally::matchedWithMm,
                                     &Tally::overlap,
                                     &Tally::matchedWithEllipse,
                                     &Tally::covered,
                                     &Tally::calls,
                                     &Tally::milliseconds};
  for (const auto sum : sums)
  {
    this->*sum += other.*sum;
  }
  errorShares.insert(errorShares.end(), other.errorShares.begin(), other.errorShares.end());
  return *this;
}

Tally TallyOf(const ImageResult& result, double weight)
{
  Tally tally;
  tally.images = weight;
  tally.trueFindings = weight * result.trueFindings;
  tally.calls = weight * result.calls;
  tally.milliseconds = weight * result.milliseconds;
  for (const auto& finding : result.reported)
  {
    Count(finding, weight, tally);
  }
  const auto first = std::find_if(result.reported.begin(), result.reported.end(),
                                  [](const ReportedFinding& one) { return !one.IsRejected(); });
  if (result.trueFindings == 0)
  {
    tally.normals = weight;
    tally.falseFindingsOfNormals = tally.falseFindings;
    tally.cleanNormals = first == result.reported.end() ? weight : 0.0;
  }
  else if (first != result.reported.end() && first->isCentreOnLesion)
  {
    tally.firstOnLesion = weight;
  }
  return tally;
}

const std::vector<Metric>& Metrics()
{
  using T = const Tally&;
  using Value = std::optional<double>;
  using Kind = Metric::Kind;
  static const std::vector<Metric> metrics = {
      {"Images", "images evaluated", [](T t) -> Value { return t.images; }, Kind::Count},
      {"Normals", "of these, images without a true finding", [](T t) -> Value { return t.normals; },
       Kind::Count},
      {"Findings", "true findings", [](T t) -> Value { return t.trueFindings; }, Kind::Count},
      {"Reported", "findings reported, rejected ones included",
       [](T t) -> Value { return t.reported; }, Kind::Count},
      {"Missed", "true findings that no reported one was taken for",
       [](T t) -> Value { return t.trueFindings - t.matched; }, Kind::Count},
      {"MeanErrorPx512",
       "mean distance of the centres, on a picture with the diagonal of 512 x 512",
       [](T t) { return In512(Share(t.errorShare, t.matched)); }, Kind::Quality},
      {"MedianErrorPx512", "median of the same", [](T t) { return In512(MedianOf(t.errorShares)); },
       Kind::Quality},
      {"RawMeanErrorPx512", "mean of the same before verification, of the first stated box",
       [](T t) { return In512(Share(t.rawErrorShare, t.matched)); }, Kind::Quality},
      {"MeanErrorPx", "mean distance of the centres in stored pixels",
       [](T t) { return Share(t.errorPx, t.matched); }, Kind::Quality},
      {"MeanErrorMm", "the same in millimetres, where the spacing is known",
       [](T t) { return Share(t.errorMm, t.matchedWithMm); }, Kind::Quality},
      {"MeanErrorShare", "the same as a share of the image's diagonal",
       [](T t) { return Share(t.errorShare, t.matched); }, Kind::Quality},
      {"PointingAccuracy", "share of true findings whose reported centre lies on a lesion",
       [](T t) { return Share(t.onLesion, t.trueFindings); }, Kind::Quality},
      {"PointingFirst", "share of images with lesions whose first finding's centre lies on one",
       [](T t) { return Share(t.firstOnLesion, t.images - t.normals); }, Kind::Quality},
      {"MeanIoU", "mean intersection over union of the boxes",
       [](T t) { return Share(t.overlap, t.matched); }, Kind::Quality},
      {"Coverage95", "share of the 95 % ellipses of location that hold the true centre",
       [](T t) { return Share(t.covered, t.matchedWithEllipse); }, Kind::Quality},
      {"TrueKept", "share of true findings that are reported Verified or Adjusted",
       [](T t) { return Share(t.matchedKept, t.trueFindings); }, Kind::Quality},
      {"HallucinationsKept",
       "share Verified or Adjusted of the reported findings that are taken for no true one",
       [](T t) { return Share(t.unmatchedKept, t.unmatched); }, Kind::Quality},
      {"ShareVerified", "share Verified or Adjusted of all reported findings",
       [](T t) { return Share(t.reportedKept, t.reported); }, Kind::Quality},
      {"FalsePerNormal", "findings that are not rejected, for each normal image",
       [](T t) { return Share(t.falseFindingsOfNormals, t.normals); }, Kind::Quality},
      {"FalsePerImage", "findings that are not rejected and taken for no true one, for each image",
       [](T t) { return Share(t.falseFindings, t.images); }, Kind::Quality},
      {"Specificity", "share of normal images without a finding that is not rejected",
       [](T t) { return Share(t.cleanNormals, t.normals); }, Kind::Quality},
      {"CallsPerImage", "replies of the model, for each image",
       [](T t) { return Share(t.calls, t.images); }, Kind::Cost},
      {"MsPerImage", "time from picture to verified findings, model and its pauses included",
       [](T t) { return Share(t.milliseconds, t.images); }, Kind::Cost}};
  return metrics;
}

const Metric& MetricOf(const char* name)
{
  const auto& metrics = Metrics();
  const auto found =
      std::find_if(metrics.begin(), metrics.end(),
                   [name](const Metric& metric) { return std::strcmp(metric.name, name) == 0; });
  assert(found != metrics.end());
  return *found;
}

}  // namespace vlm
