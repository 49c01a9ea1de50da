// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/ParametricMap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "Results/ResultFixture.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

std::vector<ResultObject> MapsOf(const ResultFixture& fixture)
{
  auto maps = ParametricMapsOf(fixture.Context());
  EXPECT_TRUE(maps.HasValue());
  return maps.HasValue() ? std::move(maps.Value()) : std::vector<ResultObject>();
}

DcmItem& ItemOf(DcmItem& item, const DcmTagKey& sequence)
{
  DcmItem* found = nullptr;
  EXPECT_TRUE(item.findAndGetSequenceItem(sequence, found).good()) << sequence;
  return *found;
}

// The fixture's first finding: score 0.8, box of columns 40 to 60 and rows 50 to 66, thus a
// Gaussian with deviations 5 and 4 around (50, 58).
TEST(ParametricMap, HoldsTheAnomalyAtEachPixel)
{
  const auto maps = MapsOf(FixtureOf({SampleFile("ct-head-phantom-07")}, 1));
  ASSERT_EQ(maps.size(), 1U);
  Keep("pm-ct", maps[0].dicom);
  const auto file = Parsed(maps[0].dicom);
  const Float32* values = nullptr;
  unsigned long count = 0;
  ASSERT_TRUE(
      file->getDataset()->findAndGetFloat32Array(DCM_FloatPixelData, values, &count).good());
  ASSERT_EQ(count, 256U * 256U);
  const auto at = [values](int column, int row) { return values[row * 256 + column]; };

  EXPECT_NEAR(at(50, 58), 0.8, 1e-3);
  EXPECT_NEAR(at(55, 58), 0.8 * std::exp(-0.5), 1e-3);
  EXPECT_NEAR(at(50, 66), 0.8 * std::exp(-2.0), 1e-3);
  EXPECT_EQ(at(200, 200), 0.0F);
}

// Oracle: dcmdump of the sample.
TEST(ParametricMap, LiesOnItsSource)
{
  const auto maps = MapsOf(FixtureOf({SampleFile("mr-brisc25-1256")}, 1));
  ASSERT_EQ(maps.size(), 1U);
  Keep("pm-mr", maps[0].dicom);
  const auto file = Parsed(maps[0].dicom);
  DcmDataset& dataset = *file->getDataset();
  DcmItem& shared = ItemOf(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& frame = ItemOf(dataset, DCM_PerFrameFunctionalGroupsSequence);

  EXPECT_EQ(maps[0].sopInstanceUid, ResultUid("8ba7b812-9dad-11d1-80b4-00c04fd430c8", "pm-0"));
  EXPECT_EQ(ValueOf(dataset, DCM_FrameOfReferenceUID), "2.25.308823777319468868927950908976573015");
  EXPECT_EQ(ValueOf(ItemOf(shared, DCM_PixelMeasuresSequence), DCM_PixelSpacing), "0.9\\0.9");
  EXPECT_EQ(ValueOf(ItemOf(shared, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient),
            "1\\0\\0\\0\\1\\0");
  EXPECT_EQ(ValueOf(ItemOf(frame, DCM_PlanePositionSequence), DCM_ImagePositionPatient),
            "-115.2\\-115.2\\0");
  DcmItem& derivation = ItemOf(frame, DCM_DerivationImageSequence);
  EXPECT_EQ(ValueOf(ItemOf(derivation, DCM_SourceImageSequence), DCM_ReferencedSOPInstanceUID),
            "2.25.908137838212612140036101430407945263");
}

TEST(ParametricMap, IsNotMadeOfImagesWithoutAPlaceInThePatient)
{
  EXPECT_TRUE(MapsOf(FixtureOf({SampleFile("dx-chest-phantom")}, 1)).empty());
  EXPECT_TRUE(MapsOf(FixtureOf({SampleFile("us-busi-10080")}, 1)).empty());
  for (const DcmTagKey& tag : {DCM_FrameOfReferenceUID, DCM_ImagePositionPatient,
                               DCM_ImageOrientationPatient, DCM_PixelSpacing})
  {
    const auto remove = [&tag](DcmDataset& dataset) { dataset.findAndDeleteElement(tag); };
    const std::string file = Changed(SampleFile("ct-head-phantom-07"), remove);
    EXPECT_TRUE(MapsOf(FixtureOf({file}, 1)).empty()) << tag;
  }
}

TEST(ParametricMap, IsMadeOfImagesWithALocatedFindingOnly)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  const auto maps = MapsOf(FixtureOf({ct, ct, ct}, 3));
  EXPECT_EQ(maps.size(), 2U);
  EXPECT_TRUE(MapsOf(FixtureOf({ct}, 0)).empty());
}

TEST(ParametricMap, RefusesWhatIsNoReport)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.report["Findings"][0]["Gaussian"]["Weight"] = "heavy";
  const auto maps = ParametricMapsOf(fixture.Context());
  ASSERT_FALSE(maps.HasValue());
  EXPECT_EQ(maps.Failure().kind, ErrorKind::BadInput);
}

}  // namespace
}  // namespace vlm
