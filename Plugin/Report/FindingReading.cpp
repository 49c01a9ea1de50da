// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of FindingJson.h.
#include <algorithm>
#include <array>
#include <limits>

#include "Foundation/CleanText.h"
#include "Report/FindingJson.h"
#include "Report/ReportWords.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

std::array<double, 2> PairOf(const Json::Value& pair)
{
  return {pair[0].asDouble(), pair[1].asDouble()};
}

// 0 where there is none.
int SmallCountOf(const Json::Value& json, const char* key)
{
  const std::int64_t count = CountOf(json, key).value_or(0);
  return static_cast<int>(std::min<std::int64_t>(count, std::numeric_limits<int>::max()));
}

CandidateFinding StatementOf(const Json::Value& json)
{
  CandidateFinding statement;
  statement.label = CleanText(TextOf(json, "Label"), 200, LineBreaks::ReplaceBySpaces);
  statement.category = TextOf(json, "Category");
  statement.anatomy = TextOf(json, "Anatomy");
  statement.laterality = LateralityOf(TextOf(json, "Laterality"));
  statement.description = TextOf(json, "Description");
  statement.severity = TextOf(json, "Severity");
  statement.evidence = TextOf(json, "Evidence");
  statement.differential = TextsOf(json, "Differential");
  statement.modelScore = NumberOf(json, "ModelScore");
  statement.image = SmallCountOf(json, "Image");
  return statement;
}

// A sighting that did not say where is left out.
std::vector<Sighting> SightingsOf(const Json::Value& verification)
{
  std::vector<Sighting> sightings;
  for (const Json::Value& json : ListOf(verification, "Sightings"))
  {
    const auto box = BoxOf(json, "Box");
    const auto field = BoxOf(json, "Field");
    if (box && field)
    {
      sightings.push_back({SmallCountOf(json, "Reading"), *box, *field, IsTrue(json, "Outlier")});
    }
  }
  return sightings;
}

Verification VerificationOf(const Json::Value& json)
{
  Verification verification;
  verification.status = VerificationStatusOf(TextOf(json, "Status"));
  verification.shiftPx = NumberOf(json, "ShiftPx").value_or(0.0);
  verification.shiftMm = NumberOf(json, "ShiftMm");
  for (const Json::Value& check : ListOf(json, "Checks"))
  {
    verification.checks.push_back(
        {TextOf(check, "Name"), IsTrue(check, "Passed"), TextOf(check, "Detail")});
  }
  verification.sightings = SightingsOf(json);
  verification.looks = SmallCountOf(json, "Looks");
  verification.side = LateralityOf(TextOf(json, "Side"));
  return verification;
}

Measurements MeasurementsOf(const Json::Value& json)
{
  Measurements measurements;
  measurements.longAxisPx = NumberOf(json, "LongAxisPx");
  measurements.shortAxisPx = NumberOf(json, "ShortAxisPx");
  measurements.areaPx2 = NumberOf(json, "AreaPx2");
  measurements.longAxisMm = NumberOf(json, "LongAxisMm");
  measurements.shortAxisMm = NumberOf(json, "ShortAxisMm");
  measurements.areaMm2 = NumberOf(json, "AreaMm2");
  measurements.meanInside = NumberOf(json, "MeanInside");
  measurements.meanAround = NumberOf(json, "MeanAround");
  measurements.contrastToNoise = NumberOf(json, "ContrastToNoise");
  return measurements;
}

using MaybeGaussian = std::optional<Gaussian2D>;

Result<MaybeGaussian> GaussianOf(const Json::Value& finding, const char* key)
{
  const Json::Value& json = MemberOf(finding, key);
  if (!json.isObject())
  {
    return MaybeGaussian();
  }
  const auto mean = PairOf(json["Mean"]);
  const auto first = PairOf(json["Covariance"][0]);
  const auto second = PairOf(json["Covariance"][1]);
  Eigen::Matrix2d covariance;
  covariance << first[0], first[1], second[0], second[1];
  const Result<Gaussian2D> gaussian = Gaussian2D::Create({mean[0], mean[1]}, covariance);
  if (!gaussian.HasValue())
  {
    return Error{ErrorKind::BadInput, std::string(key) + ": " + gaussian.Failure().message};
  }
  return MaybeGaussian(gaussian.Value());
}

std::vector<CredibleEllipse> EllipsesOf(const Json::Value& parent)
{
  std::vector<CredibleEllipse> ellipses;
  for (const Json::Value& json : ListOf(parent, "CredibleEllipses"))
  {
    CredibleEllipse ellipse;
    ellipse.mass = json["Mass"].asDouble();
    ellipse.semiAxesPx = PairOf(json["SemiAxesPx"]);
    ellipse.angleDegrees = json["AngleDegrees"].asDouble();
    if (json["SemiAxesMm"].isArray())
    {
      ellipse.semiAxesMm = PairOf(json["SemiAxesMm"]);
    }
    ellipse.areaMm2 = NumberOf(json, "AreaMm2");
    ellipses.push_back(ellipse);
  }
  return ellipses;
}

std::vector<std::array<double, 2>> OutlineOf(const Json::Value& finding)
{
  std::vector<std::array<double, 2>> outline;
  for (const Json::Value& point : ListOf(finding, "Outline"))
  {
    outline.push_back(PairOf(point));
  }
  return outline;
}

Finding StatedAndVerified(const Json::Value& json)
{
  Finding finding;
  finding.id = TextOf(json, "Id");
  finding.statement = StatementOf(json);
  finding.box = BoxOf(json, "Box");
  finding.rawBox = BoxOf(json, "RawBox");
  finding.outline = OutlineOf(json);
  finding.verification = VerificationOf(json["Verification"]);
  finding.measurements = MeasurementsOf(json["Measurements"]);
  const Json::Value& code = json["Code"];
  if (code.isObject())
  {
    finding.code =
        CodedConcept{TextOf(code, "Scheme"), TextOf(code, "Value"), TextOf(code, "Meaning")};
  }
  return finding;
}

}  // namespace

Result<ModelledFinding> FindingFromJson(const Json::Value& json)
{
  ModelledFinding modelled;
  modelled.finding = StatedAndVerified(json);
  modelled.number = SmallCountOf(json, "Number");
  const Result<MaybeGaussian> extent = GaussianOf(json, "Gaussian");
  const Result<MaybeGaussian> location = GaussianOf(json, "Location");
  if (!extent.HasValue() || !location.HasValue())
  {
    return extent.HasValue() ? location.Failure() : extent.Failure();
  }
  modelled.extent = extent.Value();
  modelled.location = location.Value();
  modelled.weight = NumberOf(json["Gaussian"], "Weight").value_or(0.0);
  modelled.ellipses = EllipsesOf(json);
  modelled.locationEllipses = EllipsesOf(json["Location"]);
  return modelled;
}

}  // namespace vlm
