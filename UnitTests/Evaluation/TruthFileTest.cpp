// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/TruthFile.h"

#include <gtest/gtest.h>

#include <string>

namespace vlm
{
namespace
{

TEST(TruthFile, ReadsPicturesAndLesions)
{
  const auto read = ParseTruth(R"([
    {"file": "mr/some_1.png", "modality": "MR", "width": 512, "height": 256, "mask": "m.png",
     "pixel_spacing_mm": [0.5, 0.25], "unknown": {"a": 1},
     "findings": [{"cx": 10.5, "cy": 20, "rx": 4, "ry": 0, "bbox": [6, 18, 9, 4]}]},
    {"file": "/absolute/x.dcm", "frame": 3, "findings": [{"bbox": [10, 20, 4, 6]}]},
    {"file": "clean_1.png", "normal": true, "pixel_spacing_mm": null}])",
                               "/data");
  ASSERT_TRUE(read.HasValue()) << read.Failure().message;
  const auto& first = read.Value()[0];
  EXPECT_EQ(first.source, "some");
  EXPECT_EQ(first.picturePath, "/data/mr/some_1.png");
  EXPECT_EQ(first.maskPath, "/data/m.png");
  EXPECT_EQ(first.size, cv::Size(512, 256));
  EXPECT_EQ(first.spacing.value().columnMm, 0.25);
  EXPECT_EQ(first.findings[0].centre, cv::Point2d(10.5, 20));
  EXPECT_EQ(first.findings[0].radii.height, 0.5);  // a line has an extent, too
  EXPECT_EQ(first.findings[0].box.left, 5.5);      // the edge of pixel 6
  const auto& second = read.Value()[1];
  EXPECT_EQ(second.picturePath, "/absolute/x.dcm");
  EXPECT_EQ(second.frame, 3);
  EXPECT_EQ(second.findings[0].centre, cv::Point2d(11.5, 22.5));
  EXPECT_TRUE(read.Value()[2].findings.empty());
  EXPECT_FALSE(read.Value()[2].spacing);
}

struct Hostile
{
  std::string text;
  std::string mustSay;
};

TEST(TruthFile, SaysWhatIsWrongOfAnythingElse)
{
  const std::vector<Hostile> all = {
      {"", "Line 1"},
      {"[1, 2", "Line 1"},
      {"{}", "list"},
      {"[]", "list"},
      {"[7]", "Entry 0 is not an object"},
      {R"([{"modality": "MR"}])", "file"},
      {R"([{"file": 3}])", "file"},
      {R"([{"file": "a.png"}])", "findings"},
      {R"([{"file": "a.png", "findings": {}}])", "findings must be a list"},
      {R"([{"file": "a.png", "findings": [3]}])", "bbox"},
      {R"([{"file": "a.png", "findings": [{"cx": 1}]}])", "cy"},
      {R"([{"file": "a.png", "findings": [{"cx": 1, "cy": "x", "rx": 1, "ry": 1}]}])", "cy"},
      {R"([{"file": "a.png", "findings": [{"cx": 1e300, "cy": 1, "rx": 1, "ry": 1}]}])", "cx"},
      {R"([{"file": "a.png", "findings": [{"cx": 1, "cy": 1, "rx": -1, "ry": 1}]}])", "rx"},
      {R"([{"file": "a.png", "findings": [{"bbox": [1, 2, 3]}]}])", "4 numbers"},
      {R"([{"file": "a.png", "findings": [{"bbox": [1, 2, 0, 5]}]}])", "one pixel"},
      {R"([{"file": "a.png", "normal": true, "findings": [{"bbox": [1, 2, 3, 5]}]}])", "normal"},
      {R"([{"file": "a.png", "normal": true, "width": 1e12, "height": 1}])", "width"},
      {R"([{"file": "a.png", "normal": true, "width": 5}])", "height"},
      {R"([{"file": "a.png", "normal": true, "frame": -1}])", "frame"},
      {R"([{"file": "a.png", "normal": true, "pixel_spacing_mm": 0}])", "pixel_spacing_mm"},
      {R"([{"file": "a.png", "normal": true, "pixel_spacing_mm": [1, "b"]}])", "pixel_spacing_mm"},
      {R"([{"file": "a.png", "normal": true, "mask": 7}])", "mask"}};
  for (const auto& hostile : all)
  {
    const auto read = ParseTruth(hostile.text, "");
    ASSERT_FALSE(read.HasValue()) << hostile.text;
    EXPECT_NE(read.Failure().message.find(hostile.mustSay), std::string::npos)
        << hostile.text << " -> " << read.Failure().message;
  }
}

TEST(TruthFile, NamesTheFileThatIsNotThere)
{
  const auto read = LoadTruth("/nowhere/truth.json");
  ASSERT_FALSE(read.HasValue());
  EXPECT_NE(read.Failure().message.find("/nowhere/truth.json"), std::string::npos);
}

}  // namespace
}  // namespace vlm
