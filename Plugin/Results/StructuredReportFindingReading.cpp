// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/StructuredReportFindingReading.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostFindings = 10000;  // as of a stored report

Laterality SideIn(const ContentItem* code)
{
  return code == nullptr ? Laterality::Unknown : LateralityOf(SideOfCode(code->Code()));
}

std::string TextOfEither(const ContentItems& group, const ReportCode& first,
                         const ReportCode& otherwise)
{
  return group.TextOf(group.Find(first) != nullptr ? first : otherwise);
}

CandidateFinding StatementOf(const ContentItems& group)
{
  CandidateFinding statement;
  statement.label = TextOfEither(group, sr::ReviewedLabel, sr::Label);
  statement.category = group.TextOf(sr::Category);
  statement.anatomy = TextOfEither(group, sr::ReviewedAnatomy, sr::Anatomy);
  const ContentItems site(group.Find(sr::FindingSite));
  const ContentItem* side = site.Find(sr::Laterality);
  statement.laterality =
      side == nullptr ? LateralityOf(group.TextOf(sr::StatedSide)) : SideIn(side);
  statement.description = group.TextOf(sr::Description);
  statement.severity = group.TextOf(sr::Severity);
  statement.evidence = group.TextOf(sr::Evidence);
  statement.differential = group.TextsOf(sr::Differential);
  const auto score = group.NumberOf(sr::ModelScore);
  statement.modelScore = score && *score >= 0.0 && *score <= 1.0 ? score : std::nullopt;
  return statement;
}

Verification VerificationOf(const ContentItems& group)
{
  Verification verification;
  const ContentItem* status = group.Find(sr::VerificationStatus);
  verification.status = VerificationStatusOf(status == nullptr ? "" : status->Code().value);
  verification.side = SideIn(group.Find(sr::VerifiedSide));
  verification.shiftPx = group.NumberIn(sr::Shift, sr::Pixels).value_or(0.0);
  verification.shiftMm = group.NumberIn(sr::Shift, sr::Millimetre);
  for (const ContentItem& item : group)
  {
    if (item.IsNamed(sr::CheckPassed) || item.IsNamed(sr::CheckFailed))
    {
      const std::string text = item.Text();
      const std::size_t colon = std::min(text.find(": "), text.size());
      verification.checks.push_back({text.substr(0, colon), item.IsNamed(sr::CheckPassed),
                                     text.substr(std::min(colon + 2, text.size()))});
    }
  }
  return verification;
}

// What cannot be negative.
std::optional<double> SizeIn(const ContentItems& group, const ReportCode& name,
                             const ReportCode& unit)
{
  const auto size = group.NumberIn(name, unit);
  return size && *size >= 0.0 ? size : std::nullopt;
}

Measurements MeasurementsOf(const ContentItems& group)
{
  Measurements measurements;
  measurements.longAxisMm = SizeIn(group, sr::LongAxis, sr::Millimetre);
  measurements.longAxisPx = SizeIn(group, sr::LongAxis, sr::Pixels);
  measurements.shortAxisMm = SizeIn(group, sr::ShortAxis, sr::Millimetre);
  measurements.shortAxisPx = SizeIn(group, sr::ShortAxis, sr::Pixels);
  measurements.areaMm2 = SizeIn(group, sr::Area, sr::SquareMillimetre);
  measurements.areaPx2 = SizeIn(group, sr::Area, sr::Pixels);
  measurements.meanInside = group.NumberOf(sr::MeanInside);
  measurements.meanAround = group.NumberOf(sr::MeanAround);
  measurements.contrastToNoise = group.NumberOf(sr::ContrastToNoise);
  return measurements;
}

std::optional<Gaussian2D> GaussianIn(const Json::Value& json)
{
  const Json::Value& rows = ListOf(json, "Covariance");
  const auto mean = PairOf(MemberOf(json, "Mean"));
  const auto first = PairOf(rows.size() == 2 ? rows[0] : Json::Value());
  const auto second = PairOf(rows.size() == 2 ? rows[1] : Json::Value());
  if (!mean || !first || !second)
  {
    return std::nullopt;
  }
  Eigen::Matrix2d covariance;
  covariance << (*first)[0], (*first)[1], (*second)[0], (*second)[1];
  auto gaussian = Gaussian2D::Create({(*mean)[0], (*mean)[1]}, covariance);
  return gaussian.HasValue() ? std::optional(gaussian.Value()) : std::nullopt;
}

// Half a pixel of rounding beyond the image's edge.
bool LiesIn(const BoundingBox& box, const ReportedImage& image)
{
  return box.width > 0.0 && box.height > 0.0 && box.left >= -1.0 && box.top >= -1.0 &&
         box.left + box.width <= image.columns && box.top + box.height <= image.rows;
}

// The box as it was, else the one around the region.
void ReadPlace(const ContentItems& group, const ReportedImage& image, ModelledFinding& modelled)
{
  const ContentItem* item = group.Find(sr::ImageRegion);
  const auto region = item == nullptr ? std::nullopt : item->Region();
  if (!region || !LiesIn(BoxOf(*region), image))
  {
    return;
  }
  const auto parsed = ParseJson(group.TextOf(sr::PlaceModel));
  const Json::Value place = parsed.HasValue() ? parsed.Value() : Json::Value();
  const auto box = BoxOf(place, "Box");
  modelled.finding.box = box && LiesIn(*box, image) ? *box : BoxOf(*region);
  modelled.finding.outline = OutlineOf(*region);
  modelled.extent = GaussianIn(MemberOf(place, "Gaussian"));
  modelled.location = GaussianIn(MemberOf(place, "Location"));
}

ModelledFinding FindingIn(const ContentItems& group, const std::vector<ReportedImage>& images)
{
  ModelledFinding modelled;
  modelled.finding.id = FindingIdOf(group);
  modelled.number = FindingNumberOf(group.TextOf(sr::TrackingIdentifier));
  modelled.finding.statement = StatementOf(group);
  modelled.finding.statement.image = ReferencedImageIn(group, images);
  modelled.finding.verification = VerificationOf(group);
  modelled.finding.measurements = MeasurementsOf(group);
  const CodedConcept code = group.Find(sr::Finding)->Code();
  if (code.value != sr::UncodedFinding.value && !code.value.empty())
  {
    modelled.finding.code = code;
  }
  const auto image = static_cast<std::size_t>(modelled.finding.statement.image);
  if (image < images.size())
  {
    ReadPlace(group, images[image], modelled);
  }
  return modelled;
}

// Weights and ellipses are functions of what was read.
void Complete(std::vector<ModelledFinding>& findings, const std::vector<ReportedImage>& images)
{
  std::map<std::size_t, std::vector<std::size_t>> placesByImage;
  for (std::size_t i = 0; i < findings.size(); ++i)
  {
    placesByImage[static_cast<std::size_t>(findings[i].finding.statement.image)].push_back(i);
  }
  for (const auto& [image, places] : placesByImage)
  {
    std::vector<ModelledFinding> those;
    for (const std::size_t place : places)
    {
      those.push_back(std::move(findings[place]));
    }
    those = ModelFindings(std::move(those),
                          image < images.size() ? images[image].spacing : std::nullopt);
    for (std::size_t i = 0; i < places.size(); ++i)
    {
      findings[places[i]] = std::move(those[i]);
    }
  }
}

}  // namespace

int ReferencedImageIn(const ContentItems& group, const std::vector<ReportedImage>& images)
{
  std::optional<ReferencedImage> image;
  for (const ContentItem& below : ContentItems(group.Find(sr::ImageRegion)))
  {
    image = image ? image : below.Image();
  }
  if (const ContentItem* source = group.Find(sr::SourceOfMeasurement))
  {
    image = image ? image : source->Image();
  }
  const auto found = std::find_if(images.begin(), images.end(),
                                  [&image](const ReportedImage& one)
                                  {
                                    return image &&
                                           one.identity.sopInstanceUid == image->sopInstanceUid &&
                                           one.identity.frame == image->frame;
                                  });
  return static_cast<int>(found - images.begin());
}

std::string FindingIdOf(const ContentItems& group)
{
  const ContentItem* item = group.Find(sr::TrackingUid);
  const std::string uid = item == nullptr ? "" : item->Uid();
  return UuidOfUid(uid).value_or(DerivedUuid(uid, "finding"));
}

int FindingNumberOf(std::string_view identifier)
{
  constexpr std::string_view start = "Finding ";
  int number = 0;
  if (identifier.substr(0, start.size()) == start)
  {
    const char* from = identifier.data() + start.size();
    std::from_chars(from, identifier.data() + identifier.size(), number);
  }
  return std::max(number, 0);
}

std::vector<ModelledFinding> FindingsOf(const ContentItems& measurements,
                                        const std::vector<ReportedImage>& images)
{
  std::vector<ModelledFinding> findings;
  for (const ContentItem& item : measurements)
  {
    const ContentItems group(&item);
    // The group of the rectangle alone has neither algorithm nor decision, that of no finding no
    // finding.
    const bool isFinding =
        item.IsNamed(sr::MeasurementGroup) && group.Find(sr::Finding) != nullptr &&
        (group.Find(sr::AlgorithmName) != nullptr || group.Find(sr::Decision) != nullptr);
    if (isFinding && findings.size() < MostFindings)
    {
      findings.push_back(FindingIn(group, images));
    }
  }
  Complete(findings, images);
  return findings;
}

}  // namespace vlm
