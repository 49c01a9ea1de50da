// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/EgressGate.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <string>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

Frame FrameOf(const std::string& modality, const std::string& text)
{
  Frame frame;
  frame.acquisition.modality = modality;
  frame.display = cv::Mat(512, 512, CV_8UC1, cv::Scalar(10));
  DrawDisc(frame.display, {256, 256}, 150, 120);
  cv::putText(frame.display, text, {20, 40}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(255));
  return frame;
}

// As the model sees it: shown as stored.
EgressDecision Judge(const Frame& frame, BurnedInPolicy policy)
{
  return JudgeBurnedInText(frame, {frame.display}, policy);
}

bool Names(const std::string& sentence, const std::string& word)
{
  return sentence.find(word) != std::string::npos;
}

TEST(EgressGate, LetsAPictureWithoutTextPass)
{
  for (const auto policy : {BurnedInPolicy::Refuse, BurnedInPolicy::Mask})
  {
    const auto decision = Judge(FrameOf("CT", ""), policy);
    EXPECT_TRUE(decision.isAllowed);
    EXPECT_TRUE(decision.covered.empty());
    EXPECT_TRUE(decision.refusal.empty());
    EXPECT_TRUE(Names(decision.rule, "no text found"));
  }
}

TEST(EgressGate, RefusesAPatientLineAndNamesTheRemedy)
{
  Frame frame = FrameOf("CT", "DOE^JANE 1970-01-31");
  frame.acquisition.burnedInAnnotation = "NO";
  const auto decision = Judge(frame, BurnedInPolicy::Refuse);
  EXPECT_FALSE(decision.isAllowed);
  EXPECT_TRUE(Names(decision.refusal, "Vlm.Egress.BurnedInAnnotation"));
  EXPECT_TRUE(Names(decision.refusal, "\"Mask\""));
}

TEST(EgressGate, BelievesATagThatSaysYes)
{
  Frame frame = FrameOf("CT", "");
  frame.acquisition.burnedInAnnotation = "YES";
  EXPECT_FALSE(Judge(frame, BurnedInPolicy::Refuse).isAllowed);
  const auto masked = Judge(frame, BurnedInPolicy::Mask);
  EXPECT_FALSE(masked.isAllowed);  // nothing proves that the picture is clean
  EXPECT_TRUE(Names(masked.refusal, "\"Allow\""));
}

TEST(EgressGate, CoversTextAndNothingOfItIsLeft)
{
  Frame frame = FrameOf("US", "DOE^JANE");
  frame.acquisition.burnedInAnnotation = "YES";
  const auto decision = Judge(frame, BurnedInPolicy::Mask);
  ASSERT_TRUE(decision.isAllowed);
  EXPECT_TRUE(Names(decision.rule, "covered"));
  const cv::Mat covered = Cover(frame.display, decision.covered);
  EXPECT_EQ(cv::countNonZero(covered == 255), 0);
  EXPECT_GT(cv::countNonZero(frame.display == 255), 0);  // the original is untouched
}

TEST(EgressGate, RefusesToCoverNearlyAll)
{
  Frame frame = FrameOf("US", "");
  for (int y = 20; y < 512; y += 16)
  {
    cv::putText(frame.display, "PATIENT DOE JANE 1970-01-31 ID 1234567 HOSPITAL ST MARY", {2, y},
                cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(255));
  }
  const auto decision = Judge(frame, BurnedInPolicy::Mask);
  EXPECT_FALSE(decision.isAllowed);
  EXPECT_TRUE(Names(decision.refusal, "40 %"));
}

TEST(EgressGate, AllowsWhatAnAdministratorAnswersFor)
{
  Frame frame = FrameOf("US", "DOE^JANE");
  frame.acquisition.burnedInAnnotation = "YES";
  const auto decision = Judge(frame, BurnedInPolicy::Allow);
  EXPECT_TRUE(decision.isAllowed);
  EXPECT_TRUE(decision.covered.empty());
  EXPECT_EQ(decision.rule, "BurnedInAnnotation Allow");
}

TEST(EgressGate, RefusesAFrameWithoutPictureWhateverThePolicy)
{
  Frame deep = FrameOf("CT", "");
  deep.display.convertTo(deep.display, CV_16U);
  for (const auto policy : {BurnedInPolicy::Refuse, BurnedInPolicy::Mask, BurnedInPolicy::Allow})
  {
    EXPECT_FALSE(Judge(Frame(), policy).isAllowed);
    EXPECT_FALSE(Judge(deep, policy).isAllowed);
  }
}

TEST(EgressGate, SideMarkersDoNotRefuseARadiograph)
{
  for (const std::string marker : {"L", "R", "PA", "R CC", "LMLO"})
  {
    EXPECT_TRUE(Judge(FrameOf("DX", marker), BurnedInPolicy::Refuse).isAllowed) << marker;
  }
}

TEST(EgressGate, ShortTextRefusesWhatIsUsuallyWrittenOn)
{
  const auto isRefused = [](const Frame& frame)
  { return !Judge(frame, BurnedInPolicy::Refuse).isAllowed; };
  Frame capture = FrameOf("CT", "DOE");
  EXPECT_FALSE(isRefused(capture));
  capture.acquisition.sopClassUid = "1.2.840.10008.5.1.4.1.1.7.2";
  EXPECT_TRUE(isRefused(capture));
  Frame scanned = FrameOf("CR", "DOE");
  scanned.acquisition.conversionType = "DF";
  EXPECT_TRUE(isRefused(scanned));
  EXPECT_TRUE(isRefused(FrameOf("US", "DOE")));
  EXPECT_TRUE(isRefused(FrameOf("", "DOE")));
  Frame mammogram = FrameOf("MG", "DOE");
  mammogram.acquisition.sopClassUid = "1.2.840.10008.5.1.4.1.1.77";  // no dot: another class
  EXPECT_FALSE(isRefused(mammogram));
}

TEST(EgressGate, SearchesEveryRenderingAndCoversWhatAnyShows)
{
  const Frame clean = FrameOf("CT", "");
  const Frame written = FrameOf("CT", "DOE^JANE 1970-01-31");
  Frame below = FrameOf("CT", "");
  cv::putText(below.display, "MUELLER^ANNA 0123456", {60, 480}, cv::FONT_HERSHEY_SIMPLEX, 0.5,
              cv::Scalar(255));
  const std::vector<cv::Mat> renderings = {clean.display, written.display, below.display};
  EXPECT_FALSE(JudgeBurnedInText(clean, renderings, BurnedInPolicy::Refuse).isAllowed);
  const auto masked = JudgeBurnedInText(clean, renderings, BurnedInPolicy::Mask);
  ASSERT_TRUE(masked.isAllowed);
  for (const auto& rendering : renderings)
  {
    EXPECT_EQ(cv::countNonZero(Cover(rendering, masked.covered) == 255), 0);
  }
}

TEST(EgressGate, CountsALineThatSeveralRenderingsShowOnce)
{
  const Frame frame = FrameOf("CT", "DOE^JANE 1970-01-31");
  const std::vector<cv::Mat> renderings = {frame.display, 255 - frame.display, frame.display};
  const auto masked = JudgeBurnedInText(frame, renderings, BurnedInPolicy::Mask);
  EXPECT_EQ(masked.rule, "BurnedInAnnotation Mask: 1 region covered");
}

TEST(EgressGate, RefusesWhatWasNotOrCannotBeSearched)
{
  const Frame frame = FrameOf("CT", "");
  const cv::Mat other(256, 256, CV_8UC1, cv::Scalar(0));
  const cv::Mat deep(frame.display.size(), CV_16UC1, cv::Scalar(0));
  for (const auto policy : {BurnedInPolicy::Refuse, BurnedInPolicy::Mask, BurnedInPolicy::Allow})
  {
    EXPECT_FALSE(JudgeBurnedInText(frame, {}, policy).isAllowed);
    EXPECT_FALSE(JudgeBurnedInText(frame, {frame.display, other}, policy).isAllowed);
    EXPECT_FALSE(JudgeBurnedInText(frame, {frame.display, deep}, policy).isAllowed);
  }
}

}  // namespace
}  // namespace vlm
