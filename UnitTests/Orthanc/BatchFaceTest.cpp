// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchFace.h"

#include <gtest/gtest.h>

#include <thread>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

class BatchFaceFixture : public ::testing::Test
{
protected:
  std::shared_ptr<WakeUp> news = std::make_shared<WakeUp>();
  BatchFace face{"b", news, false};
};

TEST_F(BatchFaceFixture, NamesItsBatchFromTheFirstMoment)
{
  EXPECT_EQ(ParseJson(face.Content()).Value()["Batch"].asString(), "b");
}

TEST_F(BatchFaceFixture, AStepEndsAtOnceWithTheBatch)
{
  face.Show("{}", 1.0F, BatchFace::End::Success);
  EXPECT_EQ(face.Step(), BatchFace::End::Success);
}

TEST_F(BatchFaceFixture, AStepThatWaitsIsEndedByShowingAnEnd)
{
  std::thread other([this] { face.Show("{}", 1.0F, BatchFace::End::Failure); });
  while (face.Step() == BatchFace::End::None)
  {
  }
  EXPECT_EQ(face.HowItEnded(), BatchFace::End::Failure);
  other.join();
}

TEST_F(BatchFaceFixture, AStepThatIsToEndEndsOnce)
{
  face.EndStep();
  EXPECT_EQ(face.Step(), BatchFace::End::None);  // does not wait for the second that a step lasts
}

TEST_F(BatchFaceFixture, ResubmissionWakesAndOutlivesAnEndThatIsShownLate)
{
  face.Show("{}", 1.0F, BatchFace::End::Failure);
  const auto before = news->Count();
  face.Resubmit();
  EXPECT_GT(news->Count(), before);
  face.Show("{}", 1.0F, BatchFace::End::Failure);  // of the time before
  EXPECT_EQ(face.HowItEnded(), BatchFace::End::None);
  EXPECT_TRUE(face.IsResubmitted());
  face.ForgetResubmission();
  face.Show("{}", 1.0F, BatchFace::End::Success);
  EXPECT_EQ(face.HowItEnded(), BatchFace::End::Success);
}

TEST_F(BatchFaceFixture, ARestoredOneSaysSoOnce)
{
  BatchFace restored("b", news, true);
  EXPECT_TRUE(restored.TakeRestoration());
  EXPECT_FALSE(restored.TakeRestoration());
  EXPECT_FALSE(face.TakeRestoration());
}

}  // namespace
}  // namespace vlm
