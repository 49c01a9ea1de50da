// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ResultFixture.h"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "Findings/SchemaCheck.h"
#include "Foundation/Uuid.h"
#include "Pixels/DicomValues.h"
#include "Report/JsonReport.h"
#include "Report/ReportSchemas.h"

namespace vlm
{
namespace
{

constexpr const char* Analysis = "8ba7b812-9dad-11d1-80b4-00c04fd430c8";

// Labels and categories that many findings share.
void Describe(Finding& finding, int index)
{
  constexpr std::array<const char*, 4> labels = {"Mass", "Nodule", "Calcification", "Mass"};
  constexpr std::array<const char*, 4> categories = {"Lesion", "Lesion", "Calcification", "Lesion"};
  const auto kind = static_cast<std::size_t>(index) % labels.size();
  finding.id = DerivedUuid(Analysis, "finding-" + std::to_string(index));
  finding.statement.label = labels.at(kind);
  finding.statement.category = categories.at(kind);
  finding.statement.anatomy = "Upper lobe";
  finding.statement.laterality = Laterality::Left;
  finding.statement.description = "Round and dense.";
  finding.statement.severity = "Moderate";
  finding.statement.modelScore = 0.8;
}

// Inside an image of at least 256 x 256 pixels.
void Locate(Finding& finding, int index)
{
  const double left = 40.0 + 7.0 * (index % 20);
  const double top = 50.0 + 11.0 * (index % 15);
  finding.rawBox = BoundingBox{left - 2.0, top, 24.0, 16.0};
  finding.box = BoundingBox{left, top, 20.0, 16.0};
  finding.verification.status = VerificationStatus::Verified;
  finding.verification.checks = {{"Finite", true, "It is."}};
  finding.measurements = {20.0, 16.0, 251.3, 18.0, 14.4, 203.6, 40.5, -700.0, 6.5};
  if (index % 3 == 1)
  {
    constexpr int points = 24;
    for (int i = 0; i < points; ++i)
    {
      const double angle = 2.0 * M_PI * i / points;
      finding.outline.push_back({finding.box->CentreColumn() + 10.0 * std::cos(angle),
                                 finding.box->CentreRow() + 8.0 * std::sin(angle)});
    }
  }
}

ModelledFinding FindingNumber(int index, int images)
{
  ModelledFinding modelled;
  modelled.number = index + 1;
  Describe(modelled.finding, index);
  modelled.finding.statement.image = index % images;
  if (index % 3 == 2)
  {
    modelled.finding.verification.checks = {{"HasLocation", false, "The model did not say where."}};
    return modelled;
  }
  Locate(modelled.finding, index);
  modelled.location = Gaussian2D::Isotropic(
      {modelled.finding.box->CentreColumn(), modelled.finding.box->CentreRow()}, 3.0);
  return modelled;
}

ReportedImage ImageOf(const SourceImage& source, int index)
{
  ReportedImage image;
  image.identity = {"instance-" + std::to_string(index), source.sopInstanceUid,
                    source.seriesInstanceUid, source.studyInstanceUid, 0};
  image.rows = static_cast<int>(NumberOf(source.Dataset(), DCM_Rows).value_or(0));
  image.columns = static_cast<int>(NumberOf(source.Dataset(), DCM_Columns).value_or(0));
  const auto row = NumberOf(source.Dataset(), DCM_PixelSpacing, 0);
  const auto column = NumberOf(source.Dataset(), DCM_PixelSpacing, 1);
  if (row && column)
  {
    image.spacing = PixelSpacing{*row, *column, PixelSpacing::Source::PixelSpacing};
  }
  return image;
}

void AddFindings(AnalysisReport& report, int findings)
{
  const int images = static_cast<int>(report.images.size());
  for (int image = 0; image < images; ++image)
  {
    std::vector<ModelledFinding> those;
    for (int index = image; index < findings; index += images)
    {
      those.push_back(FindingNumber(index, images));
    }
    for (ModelledFinding& finding :
         ModelFindings(std::move(those), report.images[static_cast<std::size_t>(image)].spacing))
    {
      report.findings.push_back(std::move(finding));
    }
  }
}

AnalysisReport ReportOn(const SourceImage& source)
{
  AnalysisReport report;
  report.analysisId = Analysis;
  report.level = "Series";
  report.orthancId = "series-1";
  report.studyInstanceUid = source.studyInstanceUid;
  report.seriesInstanceUid = source.seriesInstanceUid;
  report.modality = source.modality;
  report.bodyPart = AsciiOf(source.Dataset(), DCM_BodyPartExamined);
  report.model = {"gemini", "Gemini", "gemini-2.5-flash", "prompt-7"};
  report.servedModel = "gemini-2.5-flash-001";
  report.readings = 3;
  report.narrative = {"Images.", "As listed.", "Suspicious.", {"Follow up."}, {}, "en"};
  const Timestamp completed(std::chrono::milliseconds(1795498680123));  // 2026-11-24T05:38:00.123Z
  report.timing = {completed, completed, completed, {}, {}};
  return report;
}

}  // namespace

std::string SampleFile(const std::string& name)
{
  std::ifstream stream(std::string(VLM_SOURCE) + "/Resources/Samples/" + name + ".dcm",
                       std::ios::binary);
  EXPECT_TRUE(stream.good()) << name;
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::unique_ptr<DcmFileFormat> Parsed(const std::string& dicom)
{
  auto file = std::make_unique<DcmFileFormat>();
  DcmInputBufferStream stream;
  stream.setBuffer(dicom.data(), static_cast<offile_off_t>(dicom.size()));
  stream.setEos();
  file->transferInit();
  EXPECT_TRUE(file->read(stream).good());
  file->transferEnd();
  file->loadAllDataIntoMemory();
  return file;
}

std::string Changed(const std::string& dicomFile, const Change& change)
{
  const auto file = Parsed(dicomFile);
  change(*file->getDataset());
  std::vector<char> buffer(dicomFile.size() * 64 + (1 << 16));
  DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
  file->transferInit();
  EXPECT_TRUE(file->write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength, nullptr).good());
  file->transferEnd();
  void* data = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(data, length);
  return {static_cast<const char*>(data), static_cast<std::size_t>(length)};
}

std::string UltrasoundLoop(int frames)
{
  const auto repeat = [frames](DcmDataset& dataset)
  {
    const Uint8* pixels = nullptr;
    unsigned long count = 0;
    ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_PixelData, pixels, &count).good());
    std::vector<Uint8> all;
    for (int frame = 0; frame < frames; ++frame)
    {
      all.insert(all.end(), pixels, pixels + count);
    }
    dataset.putAndInsertUint8Array(DCM_PixelData, all.data(), all.size());
    dataset.putAndInsertString(DCM_NumberOfFrames, std::to_string(frames).c_str());
    dataset.putAndInsertString(DCM_SOPClassUID, UID_UltrasoundMultiframeImageStorage);
  };
  return Changed(SampleFile("us-busi-10080"), repeat);
}

ResultFixture FixtureOf(const std::vector<std::string>& dicomFiles, int findings)
{
  ResultFixture fixture;
  for (const std::string& file : dicomFiles)
  {
    Result<SourceImage> source = ReadSourceImage(file);
    EXPECT_TRUE(source.HasValue()) << (source.HasValue() ? "" : source.Failure().message);
    fixture.sources.push_back(source.HasValue() ? std::optional(std::move(source.Value()))
                                                : std::nullopt);
  }
  if (const SourceImage* first = fixture.Context().AnySource())
  {
    AnalysisReport report = ReportOn(*first);
    for (std::size_t i = 0; i < fixture.sources.size(); ++i)
    {
      report.images.push_back(fixture.sources[i] ? ImageOf(*fixture.sources[i], static_cast<int>(i))
                                                 : ReportedImage());
    }
    AddFindings(report, findings);
    report.noAbnormality = findings == 0;
    fixture.report = ReportToJson(report);
  }
  const auto check = SchemaCheck(vlm_report_Files().Find("Schemas/report.schema.json").value())
                         .Check(fixture.report);
  EXPECT_TRUE(check.HasValue()) << (check.HasValue() ? "" : check.Failure().message);
  return fixture;
}

std::string ValueOf(DcmItem& item, const DcmTagKey& tag)
{
  OFString value;
  item.findAndGetOFStringArray(tag, value);
  return {value.data(), value.size()};
}

void Keep(const std::string& name, const std::string& dicom)
{
  if (const char* folder = std::getenv("VLM_KEEP_RESULTS"))
  {
    std::ofstream(std::string(folder) + "/" + name + ".dcm", std::ios::binary) << dicom;
  }
}

}  // namespace vlm
