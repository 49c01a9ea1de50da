// SPDX-License-Identifier: GPL-3.0-or-later
// Functional groups, ultrasound regions and hostile objects, through ReadDicomAttributes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pixels/DicomAttributes.h"
#include "Pixels/SyntheticDicom.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

Result<DicomAttributes> Read(const std::string& bytes)
{
  return ReadDicomAttributes(bytes.data(), bytes.size());
}

DcmItem& NewItem(DcmItem& parent, const DcmTagKey& sequence)
{
  DcmItem* item = nullptr;
  parent.findOrCreateSequenceItem(sequence, item, -2);
  return *item;
}

DcmFileFormat EnhancedImage(const char* numberOfFrames)
{
  DcmFileFormat file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_NumberOfFrames, numberOfFrames);
  DcmItem& shared = NewItem(dataset, DCM_SharedFunctionalGroupsSequence);
  NewItem(shared, DCM_PixelMeasuresSequence).putAndInsertString(DCM_PixelSpacing, "0.7\\0.8");
  NewItem(shared, DCM_PlaneOrientationSequence)
      .putAndInsertString(DCM_ImageOrientationPatient, "0\\1\\0\\0\\0\\-1");
  for (const char* slope : {"2", "3"})
  {
    DcmItem& group = NewItem(dataset, DCM_PerFrameFunctionalGroupsSequence);
    DcmItem& values = NewItem(group, DCM_PixelValueTransformationSequence);
    values.putAndInsertString(DCM_RescaleSlope, slope);
    values.putAndInsertString(DCM_RescaleIntercept, "-5");
    DcmItem& voi = NewItem(group, DCM_FrameVOILUTSequence);
    voi.putAndInsertString(DCM_WindowCenter, slope);
    voi.putAndInsertString(DCM_WindowWidth, "100");
    voi.putAndInsertString(DCM_VOILUTFunction, "SIGMOID");
  }
  return file;
}

TEST(FrameTransformReading, ResolvesFunctionalGroupsOfEachFrame)
{
  DcmFileFormat file = EnhancedImage("2");
  const DicomAttributes read = Read(BytesOf(file)).Value();
  ASSERT_EQ(read.transforms.size(), 2U);
  EXPECT_EQ(read.TransformOf(0).rescaleSlope, 2);
  EXPECT_EQ(read.TransformOf(1).rescaleSlope, 3);
  EXPECT_EQ(read.TransformOf(1).rescaleIntercept, -5);
  EXPECT_EQ(read.TransformOf(1).window->center, 3);
  EXPECT_EQ(read.TransformOf(1).window->function, VoiWindow::Function::Sigmoid);
  EXPECT_EQ(read.TransformOf(1).spacing->columnMm, 0.8);
  EXPECT_EQ(read.TransformOf(0).imageOrientationPatient->at(5), -1);
}

TEST(FrameTransformReading, ReadsThePositionOfAPlainImage)
{
  DcmFileFormat file = SmallImage();
  EXPECT_FALSE(Read(BytesOf(file)).Value().TransformOf(0).imagePositionPatient);
  file.getDataset()->putAndInsertString(DCM_ImagePositionPatient, "-100.5\\-60\\12.25");
  const FrameTransform transform = Read(BytesOf(file)).Value().TransformOf(0);
  EXPECT_EQ(transform.imagePositionPatient, (std::array<double, 3>{-100.5, -60.0, 12.25}));
  EXPECT_TRUE(transform.warnings.empty());
}

TEST(FrameTransformReading, ReadsThePositionOfEachFrameOfAnEnhancedObject)
{
  DcmFileFormat file = EnhancedImage("2");
  for (const int frame : {0, 1})
  {
    DcmItem* group = nullptr;
    file.getDataset()->findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, frame);
    NewItem(*group, DCM_PlanePositionSequence)
        .putAndInsertString(DCM_ImagePositionPatient, frame == 0 ? "1\\2\\3" : "1\\2\\8");
  }
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_EQ(read.TransformOf(0).imagePositionPatient, (std::array<double, 3>{1.0, 2.0, 3.0}));
  EXPECT_EQ(read.TransformOf(1).imagePositionPatient, (std::array<double, 3>{1.0, 2.0, 8.0}));
}

TEST(FrameTransformReading, IgnoresAPositionThatIsNone)
{
  for (const char* position : {"1\\2", "1\\2\\nan", "1\\inf\\3", "1e300\\2\\3", "1\\x\\3", "a"})
  {
    DcmFileFormat file = SmallImage();
    file.getDataset()->putAndInsertString(DCM_ImagePositionPatient, position);
    const FrameTransform transform = Read(BytesOf(file)).Value().TransformOf(0);
    EXPECT_FALSE(transform.imagePositionPatient) << position;
    ASSERT_EQ(transform.warnings.size(), 1U) << position;
    EXPECT_THAT(transform.warnings[0], HasSubstr("ImagePositionPatient (0020,0032)"));
  }
}

TEST(FrameTransformReading, ReadsTheUnitOfTheValues)
{
  DcmFileFormat file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  EXPECT_EQ(Read(BytesOf(file)).Value().TransformOf(0).rescaleType, "US");  // nothing is said
  dataset.putAndInsertString(DCM_RescaleIntercept, "-1024");
  dataset.putAndInsertString(DCM_RescaleSlope, "1");
  EXPECT_EQ(Read(BytesOf(file)).Value().TransformOf(0).rescaleType, "");
  dataset.putAndInsertString(DCM_RescaleType, "Z_EFF");
  EXPECT_EQ(Read(BytesOf(file)).Value().TransformOf(0).rescaleType, "Z_EFF");
}

TEST(FrameTransformReading, ReadsTheUnitOfEachFrameOfAnEnhancedObject)
{
  DcmFileFormat file = EnhancedImage("2");
  DcmItem* values = nullptr;
  file.getDataset()->findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, values, 1);
  values->findOrCreateSequenceItem(DCM_PixelValueTransformationSequence, values, 0);
  values->putAndInsertString(DCM_RescaleType, "MGML");
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_EQ(read.TransformOf(0).rescaleType, "");
  EXPECT_EQ(read.TransformOf(1).rescaleType, "MGML");
}

TEST(FrameTransformReading, TakesTheUnitOfAModalityTable)
{
  for (const char* type : {"HU", ""})
  {
    DcmFileFormat file = SmallImage();
    DcmItem& table = NewItem(*file.getDataset(), DCM_ModalityLUTSequence);
    const std::vector<Uint16> descriptor = {2, 0, 16};
    table.putAndInsertUint16Array(DCM_LUTDescriptor, descriptor.data(), 3);
    const std::vector<Uint16> entries = {5, 6};
    table.putAndInsertUint16Array(DCM_LUTData, entries.data(), 2);
    table.putAndInsertString(DCM_ModalityLUTType, type);
    const DicomAttributes read = Read(BytesOf(file)).Value();
    ASSERT_TRUE(read.TransformOf(0).modalityLut);
    EXPECT_EQ(read.TransformOf(0).rescaleType, *type == 0 ? "US" : "HU");
  }
}

TEST(FrameTransformReading, KeepsTheFramesThatAreDescribed)
{
  DcmFileFormat file = EnhancedImage("2000000000");
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_EQ(read.frames, 2);
  ASSERT_EQ(read.transforms.size(), 2U);
  EXPECT_THAT(read.TransformOf(0).warnings[0], HasSubstr("NumberOfFrames (0028,0008)"));
}

TEST(FrameTransformReading, HoldsOneTransformForManyPlainFrames)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_NumberOfFrames, "2000000000");
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_EQ(read.frames, 2000000000);
  EXPECT_EQ(read.transforms.size(), 1U);
}

void AddRegion(DcmDataset& dataset, unsigned format, double deltaCm, unsigned width)
{
  DcmItem& region = NewItem(dataset, DCM_SequenceOfUltrasoundRegions);
  region.putAndInsertUint16(DCM_RegionSpatialFormat, static_cast<Uint16>(format));
  region.putAndInsertUint16(DCM_PhysicalUnitsXDirection, 3);
  region.putAndInsertUint16(DCM_PhysicalUnitsYDirection, 3);
  region.putAndInsertUint32(DCM_RegionLocationMinX0, 0);
  region.putAndInsertUint32(DCM_RegionLocationMinY0, 0);
  region.putAndInsertUint32(DCM_RegionLocationMaxX1, width);
  region.putAndInsertUint32(DCM_RegionLocationMaxY1, 100);
  region.putAndInsertFloat64(DCM_PhysicalDeltaX, deltaCm);
  region.putAndInsertFloat64(DCM_PhysicalDeltaY, 2 * deltaCm);
}

TEST(SpacingReading, TakesTheLargestTissueRegionOfAnUltrasound)
{
  DcmFileFormat file = SmallImage();
  AddRegion(*file.getDataset(), 1, 0.5, 10);
  AddRegion(*file.getDataset(), 1, 0.01, 500);
  AddRegion(*file.getDataset(), 3, 0.9, 900);  // a spectrum
  const DicomAttributes read = Read(BytesOf(file)).Value();
  ASSERT_TRUE(read.TransformOf(0).spacing);
  EXPECT_DOUBLE_EQ(read.TransformOf(0).spacing->columnMm, 0.1);
  EXPECT_DOUBLE_EQ(read.TransformOf(0).spacing->rowMm, 0.2);
  EXPECT_EQ(read.TransformOf(0).spacing->source, PixelSpacing::Source::UltrasoundRegion);
}

TEST(SpacingReading, IgnoresANonPositiveRegionWithAWarning)
{
  DcmFileFormat file = SmallImage();
  AddRegion(*file.getDataset(), 1, -0.5, 10);
  const DicomAttributes read = Read(BytesOf(file)).Value();
  EXPECT_FALSE(read.TransformOf(0).spacing);
  EXPECT_THAT(read.TransformOf(0).warnings[0], HasSubstr("PhysicalDeltaX (0018,602c)"));
}

TEST(SpacingReading, SaysThatImagerSpacingIsOfTheDetector)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_ImagerPixelSpacing, "0.1\\0.2");
  EXPECT_EQ(Read(BytesOf(file)).Value().TransformOf(0).spacing->source,
            PixelSpacing::Source::ImagerPixelSpacing);
}

// DCMTK's parser alone overflows the stack here.
TEST(DicomHeader, RefusesSequencesNestedWithoutEnd)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->clear();
  std::string bytes = BytesOf(file);
  const std::string level("\x08\x00\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF",
                          20);
  for (int i = 0; i < 100000; ++i)
  {
    bytes += level;
  }
  const Result<DicomAttributes> result = Read(bytes);
  ASSERT_FALSE(result.HasValue());
  EXPECT_EQ(result.Failure().kind, ErrorKind::CorruptDicom);
  EXPECT_THAT(result.Failure().message, HasSubstr("too deeply"));
}

TEST(DicomHeader, RefusesALengthBeyondTheEnd)
{
  DcmFileFormat file = SmallImage();
  file.getDataset()->clear();
  const std::string element(
      "\x09\x00\x10\x00OB\0\0\xF0\xFF\xFF\xFF"
      "abc",
      15);
  const Result<DicomAttributes> result = Read(BytesOf(file) + element);
  ASSERT_FALSE(result.HasValue());
  EXPECT_EQ(result.Failure().kind, ErrorKind::CorruptDicom);
}

}  // namespace
}  // namespace vlm
