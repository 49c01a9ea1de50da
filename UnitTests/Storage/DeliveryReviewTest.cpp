// SPDX-License-Identifier: GPL-3.0-or-later
// The objects of reviewed reports, on a real database. Oracle: the UIDs that the contract gives,
// "<role>-review-<number>".
#include <gmock/gmock.h>

#include "Pipeline/ReportIndexing.h"
#include "Report/ReviewedReport.h"
#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeliveryReviewTest : public DeliveryFixture
{
protected:
  DeliveryReviewTest()
  {
    settings.labels = false;
    Restart();
  }

  Result<MadeResults> Make(const ResultOrder& order) override
  {
    predecessors = order.predecessors;
    made = order.report;
    if (makeError)
    {
      return *makeError;
    }
    const auto id = order.report["AnalysisId"].asString();
    const int revision = SignedRevisionOf(order.report);
    MadeResults output;
    output.objects = {{ResultKind::StructuredReport, Sr(id, revision), Sr(id, revision)},
                      {ResultKind::SecondaryCapture, Sc(id, revision), Sc(id, revision)}};
    return output;
  }

  static std::string Suffix(int revision)
  {
    return revision == 0 ? "" : "-review-" + std::to_string(revision);
  }
  static std::string Sr(const std::string& id, int revision)
  {
    return ResultUid(id, "sr" + Suffix(revision));
  }
  static std::string Sc(const std::string& id, int revision)
  {
    return ResultUid(id, "sc-0-annotated" + Suffix(revision));
  }

  // The next review, as the desk takes one.
  void Review(const std::string& id, bool isSigned)
  {
    Json::Value review;
    review["Findings"] = review["Added"] = Json::arrayValue;
    review["At"] = "2026-11-25T09:10:11.500Z";
    review["SignOff"] = isSigned ? Json::Value(Json::objectValue) : Json::Value();
    if (isSigned)
    {
      review["SignOff"]["Name"] = "Smith^Jane";
    }
    const int base = RevisionOf(*reports.Original(ResourceLevel::Series, "r", id).Value());
    const auto reviewed = reports.AddReview(ResourceLevel::Series, "r", id, base, review);
    ASSERT_TRUE(reviewed.HasValue());
    ASSERT_TRUE(queue->NoteReview(id, ReviewRecordOf(reviewed.Value())).HasValue());
    ASSERT_TRUE(!isSigned || deliveries->PlanAgain(id).HasValue());
  }
  void RemoveSuperseded()
  {
    settings.superseded = OutputSettings::Superseded::Remove;
    Restart();
  }
  std::set<std::string> Noted(const std::string& id)
  {
    std::set<std::string> uids;
    const auto noted = deliveries->InstancesOf(id);
    for (const auto& instance : noted.Value())
    {
      uids.insert(instance.sopInstanceUid);
    }
    return uids;
  }

  using Uids = std::set<std::string>;
  Json::Value made;  // the report of the last order
};

TEST_F(DeliveryReviewTest, TakeThePlaceOfTheMachinesButForItsSr)
{
  const auto id = Analysed("r");
  Work();
  ASSERT_EQ(results.Objects(), (Uids{Sr(id, 0), Sc(id, 0)}));
  Review(id, true);
  Work();
  const Uids expected = {Sr(id, 0), Sr(id, 1), Sc(id, 1)};
  EXPECT_EQ(results.Objects(), expected);
  EXPECT_EQ(Noted(id), expected);
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].sopInstanceUid, Sr(id, 0));
  EXPECT_EQ(predecessors[0].seriesInstanceUid, ResultUid(id, "sr-series"));
  EXPECT_EQ(predecessors[0].studyInstanceUid, "1.2");
  EXPECT_EQ(SignedRevisionOf(made), 1);
}

TEST_F(DeliveryReviewTest, ReferToTheReviewBeforeAndKeepAllSrs)
{
  const auto id = Analysed("r");
  Work();
  Review(id, true);
  Work();
  Review(id, true);
  Work();
  const Uids expected = {Sr(id, 0), Sr(id, 1), Sr(id, 2), Sc(id, 2)};
  EXPECT_EQ(results.Objects(), expected);
  EXPECT_EQ(Noted(id), expected);
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].sopInstanceUid, Sr(id, 1));
  EXPECT_EQ(predecessors[0].seriesInstanceUid, ResultUid(id, "sr-series-review-1"));
}

TEST_F(DeliveryReviewTest, AreOfTheMachineWhileTheReviewIsADraft)
{
  const auto id = Analysed("r");
  Review(id, false);
  Work();
  EXPECT_EQ(results.Objects(), (Uids{Sr(id, 0), Sc(id, 0)}));
  EXPECT_FALSE(IsSignedOff(made));
  Review(id, true);
  Work();
  EXPECT_EQ(results.Objects(), (Uids{Sr(id, 0), Sr(id, 2), Sc(id, 2)}));
}

TEST_F(DeliveryReviewTest, ReferToWhatTheArchiveHas)
{
  const auto id = Analysed("r");
  Work();
  Review(id, true);
  Work();
  ASSERT_TRUE(results.DeleteInstance(Sr(id, 1), "study").HasValue());
  Review(id, true);
  Work();
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].sopInstanceUid, Sr(id, 0));
  EXPECT_EQ(Noted(id), (Uids{Sr(id, 0), Sr(id, 2), Sc(id, 2)}));
}

TEST_F(DeliveryReviewTest, AreWhatALaterAnalysisRefersTo)
{
  const auto first = Analysed("r");
  Work();
  Review(first, true);
  Work();
  Analysed("r");
  Work();
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].sopInstanceUid, Sr(first, 1));
}

TEST_F(DeliveryReviewTest, ReferToEarlierAnalysesWhereTheSrBeforeIsGone)
{
  const auto first = Analysed("r");
  Work();
  const auto second = Analysed("r");
  Work();
  ASSERT_TRUE(results.DeleteInstance(Sr(second, 0), "study").HasValue());
  Review(second, true);
  Work();
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].sopInstanceUid, Sr(first, 0));
}

TEST_F(DeliveryReviewTest, GoWithTheirAnalysisAllTogether)
{
  const auto id = Analysed("r");
  Work();
  Review(id, true);
  Work();
  Review(id, true);
  Work();
  ASSERT_TRUE(queue->Remove(id).HasValue());
  worker->NoteDeparture();
  Work();
  EXPECT_THAT(results.Objects(), IsEmpty());
  EXPECT_THAT(deliveries->Orphans(0).Value(), IsEmpty());
}

TEST_F(DeliveryReviewTest, GoWhereALaterAnalysisSupersedesADraft)
{
  RemoveSuperseded();
  const auto first = Analysed("r");
  Work();
  Review(first, false);
  const auto second = Analysed("r");
  Work();
  EXPECT_EQ(results.Objects(), (Uids{Sr(second, 0), Sc(second, 0)}));
}

TEST_F(DeliveryReviewTest, StayBesideALaterAnalysisOnceSigned)
{
  RemoveSuperseded();
  const auto first = Analysed("r");
  Work();
  Review(first, true);
  Work();
  const auto second = Analysed("r");
  Work();
  const Uids expected = {Sr(first, 0), Sr(first, 1), Sc(first, 1), Sr(second, 0), Sc(second, 0)};
  EXPECT_EQ(results.Objects(), expected);
}

TEST_F(DeliveryReviewTest, AreMadeOfWhatIsSignedAfterALaterAnalysis)
{
  RemoveSuperseded();
  const auto first = Analysed("r");
  const auto second = Analysed("r");
  Work();
  ASSERT_EQ(results.Objects(), (Uids{Sr(second, 0), Sc(second, 0)}));
  Review(first, true);
  Work();
  EXPECT_EQ(results.Objects(), (Uids{Sr(first, 1), Sc(first, 1), Sr(second, 0), Sc(second, 0)}));
}

TEST_F(DeliveryReviewTest, StayAsTheyAreWhereTheImagesAreGone)
{
  const auto id = Analysed("r");
  Work();
  Review(id, true);
  Work();
  makeError = Error{ErrorKind::NotFound, "The images are gone."};
  Review(id, true);
  Work();
  EXPECT_EQ(Only(id, DeliveryKind::Objects).state, DeliveryState::Delivered);
  EXPECT_EQ(results.Objects(), (Uids{Sr(id, 0), Sr(id, 1), Sc(id, 1)}));
}

// Whatever call the process ends before, a second run leads to the same.
TEST_F(DeliveryReviewTest, AreTheSameAfterACrashAnywhere)
{
  for (int crash = 0; crash < 40; ++crash)
  {
    const auto id = Analysed("r" + std::to_string(crash));
    Work();
    Review(id, true);
    Work();
    Review(id, true);
    int calls = 0;
    bool isOver = true;
    results.beforeCall = [&](const std::string&) -> Result<void>
    {
      if (calls++ == crash)
      {
        isOver = false;
        throw std::runtime_error("the end");
      }
      return {};
    };
    worker->WorkOnce();
    RefuseNothing();
    if (isOver)
    {
      return;
    }
    Restart();
    ASSERT_TRUE(deliveries->RetryOf(id).HasValue());
    ASSERT_TRUE(deliveries->PlanAgain(id).HasValue());
    Work();
    const Uids expected = {Sr(id, 0), Sr(id, 1), Sr(id, 2), Sc(id, 2)};
    EXPECT_EQ(Noted(id), expected) << crash;
    for (const auto& uid : {Sc(id, 0), Sc(id, 1)})
    {
      EXPECT_EQ(results.Objects().count(uid), 0U) << crash;
    }
    EXPECT_EQ(results.Objects().count(Sr(id, 1)), 1U) << crash;
  }
  ADD_FAILURE() << "there is no end to it";
}

}  // namespace
}  // namespace vlm
