// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

Timestamp At(long long milliseconds)
{
  return Timestamp(std::chrono::milliseconds(milliseconds));
}

Finding Nodule()
{
  Finding finding;
  finding.id = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  finding.statement.label = "Nodule";
  finding.statement.category = "Lesion";
  finding.statement.anatomy = "Upper lobe";
  finding.statement.laterality = Laterality::Left;
  finding.statement.description = "Round and dense.";
  finding.statement.severity = "Moderate";
  finding.statement.evidence = "Brighter than its surroundings.";
  finding.statement.differential = {"Granuloma", "Metastasis"};
  finding.statement.modelScore = 0.82;
  finding.rawBox = BoundingBox{100.0, 50.0, 40.0, 20.0};
  finding.box = BoundingBox{102.0, 50.0, 36.0, 20.0};
  finding.outline = {{102.5, 60.0}, {120.0, 50.5}, {137.5, 60.0}, {120.0, 69.5}};
  const BoundingBox whole{-0.5, -0.5, 500.0, 512.0};
  finding.verification = {
      VerificationStatus::Adjusted,
      2.0,
      1.0,
      {{"Finite", true, "It is."}},
      {{0, {100.0, 50.0, 40.0, 20.0}, whole, false}, {2, {300.0, 300.0, 30.0, 30.0}, whole, true}},
      3};
  finding.measurements = {36.0, 20.0, 565.5, 18.0, 10.0, 141.4, 40.5, -700.0, 6.5};
  finding.code = CodedConcept{"SCT", "27925004", "Nodule"};
  return finding;
}

Finding Effusion()
{
  Finding finding;
  finding.id = "7ba7b812-9dad-11d1-80b4-00c04fd430c8";
  finding.statement.label = "Pleural effusion";
  finding.statement.image = 1;
  finding.verification.checks = {{"HasLocation", false, "The model did not say where."}};
  return finding;
}

// Its centre is known to within 2.4477 deviations (95 %): 14.7 x 7.3 px, which are 7.3 x 3.7 mm.
ModelledFinding LocatedNodule()
{
  Eigen::Matrix2d covariance;
  covariance << 36.0, 0.0, 0.0, 9.0;
  ModelledFinding modelled;
  modelled.finding = Nodule();
  modelled.location = Gaussian2D::Nearest({120.0, 60.0}, covariance);
  return modelled;
}

ModelledFinding UnlocatedEffusion()
{
  ModelledFinding modelled;
  modelled.finding = Effusion();
  return modelled;
}

ModelledFinding Rejected()
{
  ModelledFinding rejected;
  rejected.finding = Effusion();
  rejected.finding.verification.status = VerificationStatus::Rejected;
  return rejected;
}

}  // namespace

AnalysisReport SampleReport()
{
  AnalysisReport report;
  report.analysisId = "8ba7b812-9dad-11d1-80b4-00c04fd430c8";
  report.level = "Series";
  report.orthancId = "series-1";
  report.studyInstanceUid = "1.2.3";
  report.seriesInstanceUid = "1.2.3.4";
  report.modality = "CT";
  report.bodyPart = "CHEST";
  report.model = {"gemini", "Gemini", "gemini-2.5-flash", "prompt-7"};
  report.servedModel = "gemini-2.5-flash-001";
  report.readings = 3;
  const PixelSpacing spacing{0.5, 0.5, PixelSpacing::Source::PixelSpacing};
  report.images = {{{"instance-1", "1.2.3.4.1", "1.2.3.4", "1.2.3", 0}, 512, 500, spacing, ""},
                   {{"instance-2", "1.2.3.4.2", "1.2.3.4", "1.2.3", 0}, 512, 500, {}, ""}};
  report.findings = ModelFindings({LocatedNodule()}, spacing);
  report.findings.push_back(UnlocatedEffusion());
  report.findings[0].number = 1;
  report.findings[1].number = 2;
  report.rejected = {Rejected()};
  report.volumes = {{{10.0, -20.0, 30.5},
                     Eigen::Vector3d(4.0, 9.0, 16.0).asDiagonal(),
                     {report.findings[0].finding.id, report.findings[1].finding.id}}};
  report.narrative = {"CT of the chest", "A nodule.",          "Suspicious nodule.",
                      {"Follow up."},    {"Two images only."}, "en"};
  report.usage = {3, 5000, 700, 123456789012};
  report.timing = {At(1795498678123), At(1795498679000), At(1795498680000),
                   std::chrono::milliseconds(900), std::chrono::milliseconds(100)};
  report.warnings = {"No window is given."};
  return report;
}

}  // namespace vlm
