// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ToldReport.h"

#include <utility>

#include "Report/FindingOrder.h"
#include "Report/NarrativeCompletion.h"

namespace vlm
{
namespace
{

ModelledFinding Located(const std::string& label, const std::string& id, Laterality side)
{
  ModelledFinding modelled;
  Finding& finding = modelled.finding;
  finding.id = id;
  finding.statement.label = label;
  finding.box = BoundingBox{100.0, 100.0, 20.0, 15.0};
  finding.rawBox = finding.box;
  const BoundingBox whole{-0.5, -0.5, 512.0, 512.0};
  finding.verification.status = VerificationStatus::Verified;
  finding.verification.side = side;
  finding.verification.sightings = {
      {0, *finding.box, whole, false}, {1, *finding.box, whole, false}, {2, whole, whole, true}};
  finding.verification.looks = 3;
  return modelled;
}

}  // namespace

ModelledFinding RightNodule()
{
  ModelledFinding modelled = Located("Nodule", "right-nodule", Laterality::Right);
  modelled.finding.measurements.longAxisMm = 12.0;
  modelled.finding.measurements.shortAxisMm = 9.0;
  return modelled;
}

ModelledFinding LeftMass()
{
  ModelledFinding modelled = Located("Mass", "left-mass", Laterality::Left);
  modelled.finding.statement.anatomy = "Upper lobe";
  modelled.finding.statement.laterality = Laterality::Left;
  modelled.finding.statement.severity = "Severe";
  modelled.finding.measurements.longAxisMm = 30.0;
  modelled.finding.measurements.shortAxisMm = 20.0;
  return modelled;
}

ModelledFinding Unlocated(const std::string& label)
{
  ModelledFinding modelled;
  modelled.finding.id = "unlocated-" + label;
  modelled.finding.statement.label = label;
  modelled.finding.verification.checks = {{"HasLocation", false, "The model did not say where."}};
  return modelled;
}

AnalysisReport ToldReport(std::vector<ModelledFinding> findings)
{
  AnalysisReport report;
  report.level = "Instance";
  report.modality = "CT";
  report.bodyPart = "CHEST";
  report.model = {"gemini", "Gemini", "gemini-2.5-flash", "prompt-7"};
  report.readings = 3;
  ReportedImage image;
  image.rows = image.columns = 512;
  image.spacing = PixelSpacing{0.9, 0.9, PixelSpacing::Source::PixelSpacing};
  report.images = {image};
  report.findings = std::move(findings);
  NumberFindings(report);
  return report;
}

AnalysisReport Told(std::vector<ModelledFinding> findings, const std::string& text,
                    const std::string& language)
{
  AnalysisReport report = ToldReport(std::move(findings));
  report.narrative.findings = text;
  report.narrative.language = language;
  CompleteNarrative(report);
  return report;
}

}  // namespace vlm
