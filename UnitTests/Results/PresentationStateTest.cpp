// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/PresentationState.h"

#include <gtest/gtest.h>

#include <set>

#include "Results/ResultFixture.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

using Files = std::vector<std::unique_ptr<DcmFileFormat>>;

Files StatesOf(const ResultFixture& fixture, const std::string& name)
{
  const auto states = PresentationStatesOf(fixture.Context());
  EXPECT_TRUE(states.HasValue());
  Files files;
  if (states.HasValue())
  {
    for (const ResultObject& state : states.Value())
    {
      Keep(name + "-" + std::to_string(files.size()), state.dicom);
      files.push_back(Parsed(state.dicom));
    }
  }
  return files;
}

// The items of a sequence.
std::vector<DcmItem*> ItemsOf(DcmItem& item, const DcmTagKey& tag)
{
  std::vector<DcmItem*> items;
  DcmSequenceOfItems* sequence = nullptr;
  if (item.findAndGetSequence(tag, sequence).good())
  {
    for (unsigned long i = 0; i < sequence->card(); ++i)
    {
      items.push_back(sequence->getItem(i));
    }
  }
  return items;
}

std::vector<double> NumbersOf(DcmItem& item, const DcmTagKey& tag)
{
  std::vector<double> numbers;
  Float32 number = 0.0F;
  for (unsigned long i = 0; item.findAndGetFloat32(tag, number, i).good(); ++i)
  {
    numbers.push_back(static_cast<double>(number));
  }
  return numbers;
}

// One finding on the CT sample.
DcmItem& OnlyAnnotation(const Files& files)
{
  const auto annotations = ItemsOf(*files.at(0)->getDataset(), DCM_GraphicAnnotationSequence);
  EXPECT_EQ(annotations.size(), 1U);
  return *annotations.at(0);
}

// The fixture's box spans columns 40 to 60 and rows 50 to 66 in pixel centres; PS3.3 C.10.5 counts
// from the corner of the first pixel, half a pixel before its centre.
TEST(PresentationState, DrawsAnEllipseAroundTheBox)
{
  const Files files = StatesOf(FixtureOf({SampleFile("ct-head-phantom-07")}, 1), "pr-ct");
  ASSERT_EQ(files.size(), 1U);
  DcmItem& annotation = OnlyAnnotation(files);
  const auto graphics = ItemsOf(annotation, DCM_GraphicObjectSequence);
  ASSERT_EQ(graphics.size(), 1U);

  EXPECT_EQ(ValueOf(*graphics[0], DCM_GraphicAnnotationUnits), "PIXEL");
  EXPECT_EQ(ValueOf(*graphics[0], DCM_GraphicType), "ELLIPSE");
  EXPECT_EQ(ValueOf(*graphics[0], DCM_NumberOfGraphicPoints), "4");
  // Ends of the long axis, then of the short one.
  EXPECT_EQ(NumbersOf(*graphics[0], DCM_GraphicData),
            (std::vector<double>{40.5, 58.5, 60.5, 58.5, 50.5, 50.5, 50.5, 66.5}));
}

TEST(PresentationState, WritesNumberLabelAndSizeBesideIt)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 1);
  fixture.report["Findings"][0]["Verification"]["Status"] = "Unverified";
  const Files files = StatesOf(fixture, "pr-unverified");
  const auto texts = ItemsOf(OnlyAnnotation(files), DCM_TextObjectSequence);
  ASSERT_EQ(texts.size(), 1U);

  EXPECT_EQ(ValueOf(*texts[0], DCM_UnformattedTextValue), "1 Mass, 18 x 14 mm (place unverified)");
  EXPECT_EQ(ValueOf(*texts[0], DCM_AnchorPointAnnotationUnits), "PIXEL");
  EXPECT_EQ(NumbersOf(*texts[0], DCM_AnchorPoint), (std::vector<double>{60.5, 58.5}));
}

TEST(PresentationState, DrawsAnOutlineAsAClosedLine)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  const Files files = StatesOf(FixtureOf({ct, ct}, 2), "pr-outline");
  ASSERT_EQ(files.size(), 1U);
  const auto annotations = ItemsOf(*files[0]->getDataset(), DCM_GraphicAnnotationSequence);
  ASSERT_EQ(annotations.size(), 2U);
  const auto graphics = ItemsOf(*annotations[1], DCM_GraphicObjectSequence);
  ASSERT_EQ(graphics.size(), 1U);

  EXPECT_EQ(ValueOf(*graphics[0], DCM_GraphicType), "POLYLINE");
  const std::vector<double> points = NumbersOf(*graphics[0], DCM_GraphicData);
  ASSERT_EQ(points.size(), 50U);  // 24 points and the first again
  EXPECT_EQ(points[0], points[48]);
  EXPECT_EQ(points[1], points[49]);
  EXPECT_FLOAT_EQ(static_cast<float>(points[0]), 67.5F);  // centre 57, radius 10, half a pixel
}

TEST(PresentationState, HasALayerForEachKindOfFinding)
{
  ResultFixture fixture = FixtureOf({SampleFile("ct-head-phantom-07")}, 12);
  for (Json::Value& finding : fixture.report["Findings"])
  {
    finding["Category"] = "";
    finding["Label"] =
        "A kind with a long name, number " + std::to_string(finding["Number"].asInt());
  }
  fixture.report["Findings"][0]["Label"] = "肿块";
  const Files files = StatesOf(fixture, "pr-layers");
  ASSERT_EQ(files.size(), 1U);
  DcmDataset& dataset = *files[0]->getDataset();
  std::set<std::string> names;
  std::set<std::string> orders;
  for (DcmItem* layer : ItemsOf(dataset, DCM_GraphicLayerSequence))
  {
    const std::string name = ValueOf(*layer, DCM_GraphicLayer);
    EXPECT_LE(name.size(), 16U);
    EXPECT_EQ(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), std::string::npos);
    names.insert(name);
    orders.insert(ValueOf(*layer, DCM_GraphicLayerOrder));
  }
  EXPECT_EQ(names.size(), 8U);  // 12 findings, of which 4 have no location
  EXPECT_EQ(orders.size(), 8U);
  EXPECT_EQ(names.count("FINDING"), 1U);
  for (DcmItem* annotation : ItemsOf(dataset, DCM_GraphicAnnotationSequence))
  {
    EXPECT_EQ(names.count(ValueOf(*annotation, DCM_GraphicLayer)), 1U);
  }
}

TEST(PresentationState, SharesALayerAmongFindingsOfOneCategory)
{
  const Files files = StatesOf(FixtureOf({SampleFile("ct-head-phantom-07")}, 50), "pr-50");
  ASSERT_EQ(files.size(), 1U);
  const auto layers = ItemsOf(*files[0]->getDataset(), DCM_GraphicLayerSequence);
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(ValueOf(*layers[0], DCM_GraphicLayer), "LESION");
  EXPECT_EQ(ValueOf(*layers[1], DCM_GraphicLayer), "CALCIFICATION");
}

// Oracle: the formulas of IEC 61966-2-1 and CIE 15 in numpy: sRGB (0.902, 0.624, 0) is L* 70.64,
// a* 16.42, b* 74.70; encoded by PS3.3 C.10.7.1.1.
TEST(PresentationState, RecommendsColoursAsCieLab)
{
  const Files files = StatesOf(FixtureOf({SampleFile("ct-head-phantom-07")}, 1), "pr-colour");
  const auto layers = ItemsOf(*files.at(0)->getDataset(), DCM_GraphicLayerSequence);
  ASSERT_EQ(layers.size(), 1U);
  Uint16 lightness = 0;
  Uint16 a = 0;
  Uint16 b = 0;
  const DcmTagKey tag = DCM_GraphicLayerRecommendedDisplayCIELabValue;
  ASSERT_TRUE(layers[0]->findAndGetUint16(tag, lightness, 0).good());
  ASSERT_TRUE(layers[0]->findAndGetUint16(tag, a, 1).good());
  ASSERT_TRUE(layers[0]->findAndGetUint16(tag, b, 2).good());
  EXPECT_NEAR(lightness / 655.35, 70.64, 0.1);
  EXPECT_NEAR(a / 257.0 - 128.0, 16.42, 0.1);
  EXPECT_NEAR(b / 257.0 - 128.0, 74.70, 0.1);
}

TEST(PresentationState, ShowsTheImageAsItsOwnHeaderDoes)
{
  const Files files = StatesOf(FixtureOf({SampleFile("ct-head-phantom-07")}, 1), "pr-look");
  DcmDataset& dataset = *files.at(0)->getDataset();
  // Oracle: dcmdump of the sample.
  EXPECT_EQ(ValueOf(dataset, DCM_RescaleIntercept), "-1024");
  EXPECT_EQ(ValueOf(dataset, DCM_RescaleSlope), "1");
  EXPECT_EQ(ValueOf(dataset, DCM_RescaleType), "HU");
  EXPECT_EQ(ValueOf(dataset, DCM_PresentationLUTShape), "IDENTITY");
  const auto voi = ItemsOf(dataset, DCM_SoftcopyVOILUTSequence);
  ASSERT_EQ(voi.size(), 1U);
  EXPECT_EQ(ValueOf(*voi[0], DCM_WindowCenter), "40");
  EXPECT_EQ(ValueOf(*voi[0], DCM_WindowWidth), "80");
  const auto areas = ItemsOf(dataset, DCM_DisplayedAreaSelectionSequence);
  ASSERT_EQ(areas.size(), 1U);
  EXPECT_EQ(ValueOf(*areas[0], DCM_DisplayedAreaTopLeftHandCorner), "1\\1");
  EXPECT_EQ(ValueOf(*areas[0], DCM_DisplayedAreaBottomRightHandCorner), "256\\256");
  EXPECT_EQ(ValueOf(*areas[0], DCM_PresentationPixelSpacing), "0.9\\0.9");
}

// PS3.3 C.11.6: a presentation state does not look at the Photometric Interpretation.
TEST(PresentationState, InvertsMonochrome1)
{
  const auto change = [](DcmDataset& dataset)
  {
    dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME1");
    dataset.findAndDeleteElement(DCM_WindowCenter);
    dataset.findAndDeleteElement(DCM_WindowWidth);
    dataset.findAndDeleteElement(DCM_ImagerPixelSpacing);
    dataset.putAndInsertString(DCM_PixelAspectRatio, "4\\3");
  };
  const Files files =
      StatesOf(FixtureOf({Changed(SampleFile("dx-chest-phantom"), change)}, 1), "pr-mono1");
  DcmDataset& dataset = *files.at(0)->getDataset();
  EXPECT_EQ(ValueOf(dataset, DCM_PresentationLUTShape), "INVERSE");
  EXPECT_FALSE(dataset.tagExists(DCM_SoftcopyVOILUTSequence));
  const auto areas = ItemsOf(dataset, DCM_DisplayedAreaSelectionSequence);
  ASSERT_EQ(areas.size(), 1U);
  EXPECT_EQ(ValueOf(*areas[0], DCM_PresentationPixelAspectRatio), "4\\3");
}

TEST(PresentationState, CopiesLookupTables)
{
  const auto change = [](DcmDataset& dataset)
  {
    const std::vector<Uint16> descriptor = {4, 0, 16};
    const std::vector<Uint16> table = {0, 100, 200, 65535};
    dataset.findAndDeleteElement(DCM_WindowCenter);
    dataset.findAndDeleteElement(DCM_WindowWidth);
    for (const DcmTagKey& sequence : {DCM_ModalityLUTSequence, DCM_VOILUTSequence})
    {
      DcmItem* item = nullptr;
      dataset.findOrCreateSequenceItem(sequence, item);
      item->putAndInsertUint16Array(DCM_LUTDescriptor, descriptor.data(), 3);
      item->putAndInsertUint16Array(DCM_LUTData, table.data(), 4);
    }
  };
  const Files files =
      StatesOf(FixtureOf({Changed(SampleFile("dx-chest-phantom"), change)}, 1), "pr-lut");
  DcmDataset& dataset = *files.at(0)->getDataset();
  const auto modality = ItemsOf(dataset, DCM_ModalityLUTSequence);
  const auto voi = ItemsOf(dataset, DCM_SoftcopyVOILUTSequence);
  ASSERT_TRUE(modality.size() == 1 && voi.size() == 1);
  EXPECT_FALSE(dataset.tagExists(DCM_RescaleSlope));
  EXPECT_EQ(ValueOf(*modality[0], DCM_ModalityLUTType), "US");
  const auto table = ItemsOf(*voi[0], DCM_VOILUTSequence);
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(ValueOf(*table[0], DCM_LUTDescriptor), "4\\0\\16");
}

TEST(PresentationState, RefersToFrames)
{
  const std::string loop = UltrasoundLoop(3);
  ResultFixture fixture = FixtureOf({loop, loop}, 2);
  fixture.report["Images"][1]["Frame"] = 2;
  const Files files = StatesOf(fixture, "pr-loop");
  ASSERT_EQ(files.size(), 1U);
  DcmDataset& dataset = *files[0]->getDataset();
  const auto series = ItemsOf(dataset, DCM_ReferencedSeriesSequence);
  ASSERT_EQ(series.size(), 1U);
  const auto images = ItemsOf(*series[0], DCM_ReferencedImageSequence);
  ASSERT_EQ(images.size(), 1U);
  EXPECT_EQ(ValueOf(*images[0], DCM_ReferencedFrameNumber), "1\\3");
  const auto annotations = ItemsOf(dataset, DCM_GraphicAnnotationSequence);
  ASSERT_EQ(annotations.size(), 2U);
  EXPECT_EQ(ValueOf(*ItemsOf(*annotations[1], DCM_ReferencedImageSequence).at(0),
                    DCM_ReferencedFrameNumber),
            "3");
}

TEST(PresentationState, IsOneForEachSeriesAndModalityTransformation)
{
  const std::string ct = SampleFile("ct-head-phantom-07");
  const auto rescaled = [](DcmDataset& dataset)
  { dataset.putAndInsertString(DCM_RescaleIntercept, "-1000"); };
  const auto moved = [](DcmDataset& dataset)
  { dataset.putAndInsertString(DCM_SeriesInstanceUID, "1.2.3"); };
  const Files files = StatesOf(
      FixtureOf({ct, Changed(ct, rescaled), SampleFile("ct-head-phantom-08"), Changed(ct, moved)},
                12),
      "pr-groups");
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(ValueOf(*files[2]->getDataset(), DCM_SOPInstanceUID),
            ResultUid("8ba7b812-9dad-11d1-80b4-00c04fd430c8", "pr-2"));
  EXPECT_EQ(ValueOf(*files[2]->getDataset(), DCM_InstanceNumber), "3");
}

TEST(PresentationState, IsNotMadeOfColourImagesOrWithoutPlaces)
{
  const auto colour = [](DcmDataset& dataset)
  { dataset.putAndInsertString(DCM_PhotometricInterpretation, "PALETTE COLOR"); };
  const std::string us = SampleFile("us-busi-10080");
  EXPECT_TRUE(StatesOf(FixtureOf({Changed(us, colour)}, 1), "none").empty());
  EXPECT_TRUE(StatesOf(FixtureOf({us}, 0), "none").empty());
  ResultFixture rejected = FixtureOf({us}, 1);
  rejected.report["Findings"][0]["Verification"]["Status"] = "Rejected";
  EXPECT_TRUE(StatesOf(rejected, "none").empty());
  rejected.sources[0].reset();
  EXPECT_TRUE(StatesOf(rejected, "none").empty());
}

}  // namespace
}  // namespace vlm
