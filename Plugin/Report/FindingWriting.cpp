// SPDX-License-Identifier: GPL-3.0-or-later
// The writing half of FindingJson.h.
#include <algorithm>
#include <cmath>

#include "Report/FindingJson.h"
#include "Report/JsonPieces.h"
#include "Report/ReportWords.h"

namespace vlm
{
namespace
{

Json::Value EllipsesToJson(const std::vector<CredibleEllipse>& ellipses)
{
  Json::Value list(Json::arrayValue);
  for (const CredibleEllipse& ellipse : ellipses)
  {
    Json::Value json;
    json["Mass"] = ellipse.mass;
    json["SemiAxesPx"] = PairToJson(ellipse.semiAxesPx[0], ellipse.semiAxesPx[1]);
    json["AngleDegrees"] = ellipse.angleDegrees;
    json["SemiAxesMm"] = ellipse.semiAxesMm
                             ? PairToJson((*ellipse.semiAxesMm)[0], (*ellipse.semiAxesMm)[1])
                             : Json::Value();
    json["AreaMm2"] = FiniteOrNull(ellipse.areaMm2);
    list.append(json);
  }
  return list;
}

Json::Value GaussianToJson(const Gaussian2D& gaussian)
{
  Json::Value json;
  json["Mean"] = VectorToJson(gaussian.Mean());
  json["Covariance"] = MatrixToJson(gaussian.Covariance());
  return json;
}

Json::Value ExtentToJson(const ModelledFinding& finding)
{
  if (!finding.extent)
  {
    return {};
  }
  Json::Value json = GaussianToJson(*finding.extent);
  json["Weight"] = finding.weight;
  return json;
}

Json::Value LocationToJson(const ModelledFinding& finding)
{
  if (!finding.location)
  {
    return {};
  }
  Json::Value json = GaussianToJson(*finding.location);
  json["CredibleEllipses"] = EllipsesToJson(finding.locationEllipses);
  return json;
}

Json::Value OutlineToJson(const std::vector<std::array<double, 2>>& outline)
{
  Json::Value points(Json::arrayValue);
  for (const std::array<double, 2>& point : outline)
  {
    // An outline with a hole in it is none.
    if (!std::isfinite(point[0]) || !std::isfinite(point[1]))
    {
      return Json::arrayValue;
    }
    points.append(PairToJson(point[0], point[1]));
  }
  return points;
}

Json::Value MeasurementsToJson(const Measurements& measurements)
{
  Json::Value json;
  json["LongAxisPx"] = FiniteOrNull(measurements.longAxisPx);
  json["ShortAxisPx"] = FiniteOrNull(measurements.shortAxisPx);
  json["AreaPx2"] = FiniteOrNull(measurements.areaPx2);
  json["LongAxisMm"] = FiniteOrNull(measurements.longAxisMm);
  json["ShortAxisMm"] = FiniteOrNull(measurements.shortAxisMm);
  json["AreaMm2"] = FiniteOrNull(measurements.areaMm2);
  json["MeanInside"] = FiniteOrNull(measurements.meanInside);
  json["MeanAround"] = FiniteOrNull(measurements.meanAround);
  json["ContrastToNoise"] = FiniteOrNull(measurements.contrastToNoise);
  return json;
}

Json::Value SightingsToJson(const std::vector<Sighting>& sightings)
{
  Json::Value list(Json::arrayValue);
  for (const Sighting& sighting : sightings)
  {
    Json::Value json;
    json["Reading"] = sighting.reading;
    json["Box"] = BoxToJson(sighting.box);
    json["Field"] = BoxToJson(sighting.field);
    json["Outlier"] = sighting.isOutlier;
    list.append(json);
  }
  return list;
}

Json::Value VerificationToJson(const Verification& verification)
{
  Json::Value json;
  json["Status"] = WordOf(verification.status);
  json["ShiftPx"] = std::isfinite(verification.shiftPx) ? verification.shiftPx : 0.0;
  json["ShiftMm"] = FiniteOrNull(verification.shiftMm);
  json["Checks"] = Json::arrayValue;
  for (const Check& check : verification.checks)
  {
    Json::Value item;
    item["Name"] = check.name;
    item["Passed"] = check.passed;
    item["Detail"] = check.detail;
    json["Checks"].append(item);
  }
  json["Sightings"] = SightingsToJson(verification.sightings);
  json["Looks"] = verification.looks;
  json["Side"] = WordOf(verification.side);
  return json;
}

Json::Value CodeToJson(const std::optional<CodedConcept>& code)
{
  if (!code)
  {
    return {};
  }
  Json::Value json;
  json["Scheme"] = code->scheme;
  json["Value"] = code->value;
  json["Meaning"] = code->meaning;
  return json;
}

}  // namespace

Json::Value FindingToJson(const ModelledFinding& modelled)
{
  const Finding& finding = modelled.finding;
  const CandidateFinding& statement = finding.statement;
  Json::Value json;
  json["Id"] = finding.id;
  json["Number"] = std::max(modelled.number, 0);
  json["Label"] = statement.label;
  json["Category"] = statement.category;
  json["Anatomy"] = statement.anatomy;
  json["Laterality"] = WordOf(statement.laterality);
  json["Description"] = statement.description;
  json["Severity"] = statement.severity;
  json["Evidence"] = statement.evidence;
  json["Differential"] = TextsToJson(statement.differential);
  json["ModelScore"] = FiniteOrNull(statement.modelScore);
  json["Code"] = CodeToJson(finding.code);
  json["Image"] = statement.image;
  json["Box"] = BoxToJson(finding.box);
  json["RawBox"] = BoxToJson(finding.rawBox);
  json["Gaussian"] = ExtentToJson(modelled);
  json["CredibleEllipses"] = EllipsesToJson(modelled.ellipses);
  json["Location"] = LocationToJson(modelled);
  json["Outline"] = OutlineToJson(finding.outline);
  json["Measurements"] = MeasurementsToJson(finding.measurements);
  json["Verification"] = VerificationToJson(finding.verification);
  json["Review"] = Json::Value();
  return json;
}

}  // namespace vlm
