// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: objects written by DCMTK.
#include "Pixels/FrameTraitsReading.h"

#include <gtest/gtest.h>

#include "Pixels/SyntheticDicom.h"

namespace vlm
{
namespace
{

std::vector<FrameTraits> TraitsOf(DcmFileFormat& file)
{
  const auto traits = ReadFrameTraits(BytesOf(file), "one");
  EXPECT_TRUE(traits.HasValue()) << (traits.HasValue() ? "" : traits.Failure().message);
  return traits.HasValue() ? traits.Value() : std::vector<FrameTraits>();
}

TEST(ReadFrameTraits, OfASlice)
{
  auto file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY\\AXIAL");
  dataset.putAndInsertString(DCM_InstanceNumber, "7");
  dataset.putAndInsertString(DCM_SliceLocation, "-12.5");
  dataset.putAndInsertString(DCM_ImagePositionPatient, "1\\2\\3");
  dataset.putAndInsertString(DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
  dataset.putAndInsertString(DCM_EchoTime, "90");
  dataset.putAndInsertString(DCM_AcquisitionNumber, "2");
  const auto traits = TraitsOf(file);
  ASSERT_EQ(traits.size(), 1U);
  const FrameTraits& one = traits.front();
  EXPECT_EQ(one.reference.orthancId, "one");
  EXPECT_EQ(one.sopInstanceUid, "1.2.3.4");
  EXPECT_EQ(one.kind, FrameKind::Picture);
  EXPECT_EQ(one.rows, 2);
  EXPECT_EQ(one.columns, 3);
  EXPECT_EQ(one.instanceNumber, 7.0);
  EXPECT_EQ(one.sliceLocation, -12.5);
  ASSERT_TRUE(one.position);
  EXPECT_EQ((*one.position)[2], 3.0);
  EXPECT_EQ(one.echoTime, 90.0);
  EXPECT_EQ(one.acquisitionNumber, 2.0);
  EXPECT_FALSE(one.diffusionBValue);
}

TEST(ReadFrameTraits, KnowsLocalizersAndPages)
{
  auto scout = SmallImage();
  scout.getDataset()->putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER");
  EXPECT_EQ(TraitsOf(scout).front().kind, FrameKind::Localizer);
  auto page = SmallImage();
  page.getDataset()->putAndInsertString(DCM_ImageType, "DERIVED\\SECONDARY\\SCREEN SAVE");
  EXPECT_EQ(TraitsOf(page).front().kind, FrameKind::Capture);
  auto capture = SmallImage();
  capture.getDataset()->putAndInsertString(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
  EXPECT_EQ(TraitsOf(capture).front().kind, FrameKind::Capture);
}

TEST(ReadFrameTraits, ReadsTheFunctionalGroupsOfEachFrame)
{
  auto file = SmallImage();
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_NumberOfFrames, "3");
  DcmItem* shared = nullptr;
  dataset.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, 0);
  DcmItem* item = nullptr;
  shared->findOrCreateSequenceItem(DCM_PlaneOrientationSequence, item, 0);
  item->putAndInsertString(DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
  for (int frame = 0; frame < 3; ++frame)
  {
    DcmItem* group = nullptr;
    dataset.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, group, -2);
    group->findOrCreateSequenceItem(DCM_PlanePositionSequence, item, 0);
    item->putAndInsertString(DCM_ImagePositionPatient,
                             ("0\\0\\" + std::to_string(10 * frame)).c_str());
    group->findOrCreateSequenceItem(DCM_FrameContentSequence, item, 0);
    item->putAndInsertString(DCM_StackID, "S");
    item->putAndInsertUint32(DCM_TemporalPositionIndex, static_cast<Uint32>(frame + 1));
    group->findOrCreateSequenceItem(DCM_MRDiffusionSequence, item, 0);
    item->putAndInsertFloat64(DCM_DiffusionBValue, 400.0 * frame);
    group->findOrCreateSequenceItem(DCM_MRImageFrameTypeSequence, item, 0);
    item->putAndInsertString(DCM_FrameType, frame == 2 ? "ORIGINAL\\PRIMARY\\LOCALIZER\\NONE"
                                                       : "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE");
  }
  const auto traits = TraitsOf(file);
  ASSERT_EQ(traits.size(), 3U);
  EXPECT_EQ(traits[1].reference.frame, 1);
  ASSERT_TRUE(traits[1].orientation);
  ASSERT_TRUE(traits[1].position);
  EXPECT_EQ((*traits[1].position)[2], 10.0);
  EXPECT_EQ(traits[1].stack, "S");
  EXPECT_EQ(traits[1].temporalPosition, 2.0);
  EXPECT_EQ(traits[1].diffusionBValue, 400.0);
  EXPECT_EQ(traits[1].kind, FrameKind::Picture);
  EXPECT_EQ(traits[2].kind, FrameKind::Localizer);
}

TEST(ReadFrameTraits, BearsALyingNumberOfFramesAndNonsense)
{
  auto file = SmallImage();
  file.getDataset()->putAndInsertString(DCM_NumberOfFrames, "999999999");
  EXPECT_EQ(TraitsOf(file).size(), static_cast<std::size_t>(MostFramesRead));
  auto odd = SmallImage();
  odd.getDataset()->putAndInsertString(DCM_ImagePositionPatient, "nan\\inf\\1e300");
  odd.getDataset()->putAndInsertString(DCM_ImageOrientationPatient, "0\\0\\0\\0\\0\\0");
  EXPECT_FALSE(TraitsOf(odd).front().position);
  EXPECT_FALSE(TraitsOf(odd).front().orientation);
  EXPECT_EQ(ReadFrameTraits("no DICOM at all", "x").Failure().kind, ErrorKind::CorruptDicom);
  auto pictureless = SmallImage();
  delete pictureless.getDataset()->remove(DCM_PixelData);
  EXPECT_EQ(ReadFrameTraits(BytesOf(pictureless), "x").Failure().kind, ErrorKind::NoPixels);
}

}  // namespace
}  // namespace vlm
