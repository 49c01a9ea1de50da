// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/FrameGate.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "Fakes/ScriptedModel.h"
#include "Model/TextDetector.h"
#include "Pixels/CtWindows.h"

namespace vlm
{
namespace
{

using Choice = ViewSettings::CtWindow;

// A disc of soft tissue in air, stored with a mediastinal window, and a name in `textHu` written
// on a bar of `barHu`.
Frame ChestWithName(double barHu, double textHu)
{
  Frame frame;
  frame.acquisition.modality = "CT";
  frame.acquisition.bodyPart = "CHEST";
  frame.modalityValues = cv::Mat(512, 512, CV_32FC1, cv::Scalar(-1000));
  cv::circle(frame.modalityValues, {256, 256}, 150, cv::Scalar(40), cv::FILLED);
  cv::rectangle(frame.modalityValues, {10, 10, 480, 60}, cv::Scalar(barHu), cv::FILLED);
  cv::Mat text(512, 512, CV_8UC1, cv::Scalar(0));
  cv::putText(text, "MUELLER ANNA 12.03.1961", {20, 50}, cv::FONT_HERSHEY_SIMPLEX, 0.8,
              cv::Scalar(255), 2);
  frame.modalityValues.setTo(textHu, text);
  frame.display = ApplyWindow(frame.modalityValues, {"mediastinum", 50, 350});
  return frame;
}

Frame ChestWithNameInAir()
{
  return ChestWithName(-1000, -400);
}

ScriptedModel RemoteModel(Choice choice, int calls)
{
  ScriptedModel model("");
  model.isRemote = true;
  model.views.ctWindow = choice;
  model.views.calls = calls;
  return model;
}

bool IsAllowed(const Frame& frame, const VisionModel& model)
{
  return GateFrames({frame}, model, BurnedInPolicy::Refuse).allowed.size() == 1;
}

TEST(FrameGate, RefusesTextThatOnlyAPresetShows)
{
  const Frame frame = ChestWithNameInAir();
  ASSERT_TRUE(FindText(frame.display).empty());
  EXPECT_TRUE(IsAllowed(frame, RemoteModel(Choice::AsStored, 1)));
  EXPECT_FALSE(IsAllowed(frame, RemoteModel(Choice::Presets, 1)));  // lung
}

TEST(FrameGate, RefusesTextThatOnlyALaterViewShows)
{
  Frame frame = ChestWithName(40, 70);  // invisible in a lung window
  frame.display.setTo(0);
  EXPECT_TRUE(IsAllowed(frame, RemoteModel(Choice::Presets, 1)));
  EXPECT_TRUE(IsAllowed(frame, RemoteModel(Choice::Presets, 2)));
  EXPECT_FALSE(IsAllowed(frame, RemoteModel(Choice::Presets, 3)));  // mediastinum
}

TEST(FrameGate, RefusesTextThatOnlyOneColourShows)
{
  const Frame frame = ChestWithName(0, 14);  // only blue, 0 to 80 HU, tells these apart
  std::vector<cv::Mat> channels;
  cv::split(ThreeWindowsRgb(frame.modalityValues), channels);
  ASSERT_FALSE(FindText(channels[0], TextSensitivity::Strict).empty());
  ASSERT_TRUE(FindText(channels[1]).empty());
  ASSERT_TRUE(FindText(channels[2]).empty());
  EXPECT_TRUE(IsAllowed(frame, RemoteModel(Choice::AsStored, 1)));
  EXPECT_FALSE(IsAllowed(frame, RemoteModel(Choice::ThreeWindowsRgb, 1)));
}

TEST(FrameGate, RefusesTextThatOnlyABrighterViewShows)
{
  Frame frame;
  frame.acquisition.modality = "MR";
  frame.display = cv::Mat(512, 512, CV_8UC1, cv::Scalar(0));
  cv::putText(frame.display, "MUELLER ANNA 12.03.1961", {20, 50}, cv::FONT_HERSHEY_SIMPLEX, 0.8,
              cv::Scalar(14), 2);
  EXPECT_TRUE(IsAllowed(frame, RemoteModel(Choice::AsStored, 1)));
  EXPECT_FALSE(IsAllowed(frame, RemoteModel(Choice::AsStored, 3)));
}

// Oracle: the values of the letters, which no picture may show any more.
TEST(FrameGate, MaskCoversInThePictureThatIsSent)
{
  const Frame frame = ChestWithNameInAir();
  for (const auto choice : {Choice::Presets, Choice::ThreeWindowsRgb})
  {
    const ScriptedModel model = RemoteModel(choice, 7);
    const std::vector<Frame> frames = {frame};
    const GatedFrames gated = GateFrames(frames, model, BurnedInPolicy::Mask);
    ASSERT_EQ(gated.allowed.size(), 1U);
    const cv::Mat letters = frame.modalityValues == -400;
    for (int number = 0; number < 2; ++number)  // the third is cropped
    {
      const View view = FullView(number, {0}, "id", gated.shown);
      cv::Mat sent = MakePicture(view, gated.shown[0], model.Views()).picture;
      if (view.mirror == ImageCoordinates::Mirror::LeftRight)
      {
        cv::flip(sent, sent, 1);
      }
      EXPECT_EQ(cv::norm(sent, cv::NORM_INF, letters), 0.0) << number;
      EXPECT_GT(cv::norm(sent, cv::NORM_INF), 100.0) << number;
      EXPECT_TRUE(FindText(sent).empty()) << number;
    }
  }
}

TEST(FrameGate, AModelInsideSeesEverything)
{
  ScriptedModel model = RemoteModel(Choice::Presets, 7);
  model.isRemote = false;
  const auto gated = GateFrames({ChestWithNameInAir(), Frame()}, model, BurnedInPolicy::Refuse);
  EXPECT_EQ(gated.allowed, (std::vector<int>{0, 1}));
}

TEST(FrameGate, RefusesAFrameWithoutPictureWhateverIsAsked)
{
  Frame deep = ChestWithNameInAir();
  deep.display.convertTo(deep.display, CV_16U);
  for (const auto choice : {Choice::AsStored, Choice::Presets, Choice::ThreeWindowsRgb})
  {
    EXPECT_FALSE(IsAllowed(Frame(), RemoteModel(choice, 7)));
    EXPECT_FALSE(IsAllowed(deep, RemoteModel(choice, 7)));
  }
}

}  // namespace
}  // namespace vlm
