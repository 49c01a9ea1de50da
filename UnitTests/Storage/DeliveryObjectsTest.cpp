// SPDX-License-Identifier: GPL-3.0-or-later
// The objects of ended analyses, on a real database.
#include <gmock/gmock.h>

#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeliveryObjectsTest : public DeliveryFixture
{
protected:
  DeliveryObjectsTest()
  {
    settings.labels = false;
    Restart();
  }

  Delivery Objects(const std::string& id) { return Only(id, DeliveryKind::Objects); }
  void RemoveSuperseded()
  {
    settings.superseded = OutputSettings::Superseded::Remove;
    Restart();
  }
};

TEST_F(DeliveryObjectsTest, AreStoredOnceAndTold)
{
  const auto id = Analysed("r");
  Work();
  EXPECT_EQ(results.Objects(), ObjectsOf({id}));
  EXPECT_EQ(results.StoreCount(), 2);
  EXPECT_EQ(Objects(id).state, DeliveryState::Delivered);
  EXPECT_EQ(Objects(id).reason, "");
  ASSERT_THAT(log.Lines(), SizeIs(1));
  EXPECT_THAT(log.Lines()[0], HasSubstr("I Stored 2 object(s)"));
  EXPECT_THAT(log.Lines()[0], HasSubstr(id));
  Restart();
  Work();
  EXPECT_EQ(results.StoreCount(), 2);
}

TEST_F(DeliveryObjectsTest, AreNotedBeforeTheyAreStored)
{
  const auto id = Analysed("r");
  std::vector<std::size_t> noted;
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    if (call.compare(0, 5, "Store") == 0)
    {
      noted.push_back(deliveries->InstancesOf(id).Value().size());
    }
    return {};
  };
  Work();
  EXPECT_THAT(noted, ElementsAre(2, 2));
}

TEST_F(DeliveryObjectsTest, AreMissingWithAReasonWhereThereIsNothingToMakeThemOf)
{
  const auto id = Ended(OrderOf("r"), AnalysisState::Completed);
  Work();
  EXPECT_EQ(Objects(id).state, DeliveryState::Delivered);
  EXPECT_THAT(Objects(id).reason, HasSubstr("report"));

  makeError = Error{ErrorKind::NotFound, "The images are gone."};
  const auto other = Analysed("q");
  Work();
  EXPECT_EQ(Objects(other).state, DeliveryState::Delivered);
  EXPECT_EQ(Objects(other).reason, "The images are gone.");
  EXPECT_THAT(results.Objects(), IsEmpty());
}

TEST_F(DeliveryObjectsTest, KeepWhatWasLeftOutAsARemark)
{
  remarks = {"Picture 1 is left out.", "Picture 2, too."};
  const auto id = Analysed("r");
  Work();
  EXPECT_EQ(Objects(id).state, DeliveryState::Delivered);
  EXPECT_EQ(Objects(id).reason, "Picture 1 is left out. Picture 2, too.");
}

TEST_F(DeliveryObjectsTest, FailAtOnceWhereTheyCannotBeMade)
{
  for (const auto kind : {ErrorKind::Internal, ErrorKind::BadInput, ErrorKind::CorruptDicom})
  {
    makeError = Error{kind, "It is broken."};
    const auto id = Analysed("r" + std::to_string(static_cast<int>(kind)));
    Work();
    EXPECT_EQ(Objects(id).state, DeliveryState::Failed);
    EXPECT_EQ(Objects(id).reason, "It is broken.");
  }
  EXPECT_THAT(Lines('W'), SizeIs(3));
}

TEST_F(DeliveryObjectsTest, AreTriedAgainLaterAndLaterWhereTheArchiveRefuses)
{
  Refuse("Store", ErrorKind::StorageFailed, "The disk is full.");
  const auto id = Analysed("r");
  for (const int seconds : {2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600})
  {
    Work();
    EXPECT_EQ(Objects(id).reason, "The disk is full.");
    EXPECT_EQ(Objects(id).nextAttemptAt, clock.Now() + std::chrono::seconds(seconds));
    clock.Advance(std::chrono::seconds(seconds));
  }
  RefuseNothing();
  Work();
  EXPECT_EQ(Objects(id).state, DeliveryState::Delivered);
  EXPECT_EQ(results.Objects(), ObjectsOf({id}));
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(DeliveryObjectsTest, AreGivenUpAfterADayWithOneError)
{
  Refuse("Store", ErrorKind::StorageFailed, "The disk is full.");
  const auto begin = clock.Now();
  const auto id = Analysed("r");
  WorkLong();
  EXPECT_EQ(Objects(id).state, DeliveryState::Failed);
  EXPECT_EQ(Objects(id).reason, "The disk is full.");
  EXPECT_GE(clock.Now() - begin, DeliveryPatience);
  EXPECT_LT(clock.Now() - begin, DeliveryPatience + std::chrono::hours(1));
  EXPECT_THAT(Lines('E'), SizeIs(1));
  EXPECT_LE(Lines('W').size(), 24u * 6u + 1u) << "one in ten minutes";
  RefuseNothing();
  ASSERT_EQ(deliveries->RetryOf(id).Value(), 1);
  Work();
  EXPECT_EQ(results.Objects(), ObjectsOf({id}));
}

TEST_F(DeliveryObjectsTest, GetTheirAttemptsAlsoAfterALongAbsence)
{
  Refuse("Store", ErrorKind::StorageFailed, "The disk is full.");
  const auto id = Analysed("r");
  Work();
  clock.Advance(std::chrono::hours(48));
  Restart();
  Work();
  EXPECT_EQ(Objects(id).state, DeliveryState::Waiting);
}

TEST_F(DeliveryObjectsTest, WaitWithoutALineWhileTheArchiveIsNotReady)
{
  Refuse("Store", ErrorKind::NotReady, "Orthanc is stopping.");
  const auto id = Analysed("r");
  Work();
  clock.Advance(std::chrono::hours(48));
  for (int i = 0; i < 20; ++i)
  {
    Work();
    EXPECT_EQ(Objects(id).state, DeliveryState::Waiting);
    clock.Advance(std::chrono::seconds(2));
  }
  EXPECT_THAT(log.Lines(), IsEmpty());
}

TEST_F(DeliveryObjectsTest, NameTheirPredecessorsWhichStayByDefault)
{
  const auto first = Analysed("r");
  Work();
  EXPECT_THAT(predecessors, IsEmpty());
  const auto second = Analysed("r");
  Work();
  ASSERT_THAT(predecessors, SizeIs(1));
  EXPECT_EQ(predecessors[0].studyInstanceUid, "1.2");
  EXPECT_EQ(predecessors[0].seriesInstanceUid, ResultUid(first, "sr-series"));
  EXPECT_EQ(predecessors[0].sopInstanceUid, ResultUid(first, "sr"));
  EXPECT_EQ(results.Objects(), ObjectsOf({first, second}));
  ASSERT_TRUE(results.DeleteInstance(ResultUid(second, "sr"), "study").HasValue());
  Analysed("r");
  Work();
  ASSERT_THAT(predecessors, SizeIs(1)) << "somebody deleted the second one's SR";
  EXPECT_EQ(predecessors[0].sopInstanceUid, ResultUid(first, "sr"));
}

TEST_F(DeliveryObjectsTest, RemoveTheirPredecessorsOnceTheyAreStored)
{
  RemoveSuperseded();
  const auto first = Analysed("r");
  Work();
  const auto second = Analysed("r");
  Refuse("Store", ErrorKind::StorageFailed, "The disk is full.");
  Work();
  EXPECT_EQ(results.Objects(), ObjectsOf({first})) << "until there are new ones";
  RefuseNothing();
  WorkLong();
  EXPECT_EQ(results.Objects(), ObjectsOf({second}));
  EXPECT_THAT(deliveries->InstancesOf(first).Value(), IsEmpty());
}

TEST_F(DeliveryObjectsTest, AreNotMadeLateWhereALaterAnalysisSupersedesThem)
{
  RemoveSuperseded();
  const auto first = Analysed("r");
  Refuse("Store", ErrorKind::StorageFailed, "The disk is full.");
  Work();
  RefuseNothing();
  const auto second = Analysed("r");
  WorkLong();
  EXPECT_EQ(results.Objects(), ObjectsOf({second}));
  EXPECT_THAT(Objects(first).reason, HasSubstr("supersedes"));
}

TEST_F(DeliveryObjectsTest, ReplaceThoseOfTheSameAnalysisBeforeItWasRetried)
{
  const auto id = Analysed("r", AnalysisState::Abstained);
  Work();
  EndAgain(id, AnalysisState::Completed);
  std::vector<std::string> calls;
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    calls.push_back(call.substr(0, call.find(' ')));
    return {};
  };
  Work();
  EXPECT_THAT(calls, ElementsAre("DeleteInstance", "DeleteInstance", "Store", "Store"))
      << "the archive would keep what it has";
  EXPECT_EQ(results.Objects(), ObjectsOf({id}));
}

TEST_F(DeliveryObjectsTest, GoWhereTheRetriedAnalysisFailed)
{
  const auto id = Analysed("r", AnalysisState::Abstained);
  Work();
  EndAgain(id, AnalysisState::Failed);
  Work();
  EXPECT_THAT(results.Objects(), IsEmpty());
  EXPECT_THAT(Objects(id).reason, HasSubstr("Failed"));
  EXPECT_THAT(deliveries->InstancesOf(id).Value(), IsEmpty());
}

TEST_F(DeliveryObjectsTest, GoWithTheirAnalysis)
{
  const auto kept = Analysed("r");
  const auto gone = Analysed("q");
  Work();
  ASSERT_TRUE(queue->Remove(gone).HasValue());
  worker->NoteDeparture();
  Work();
  EXPECT_EQ(results.Objects(), ObjectsOf({kept}));
  EXPECT_THAT(deliveries->Orphans(0).Value(), IsEmpty());
}

TEST_F(DeliveryObjectsTest, GoLaterWhereTheyCannotBeDeletedNow)
{
  const auto gone = Analysed("r");
  Work();
  ASSERT_TRUE(queue->Remove(gone).HasValue());
  Refuse("DeleteInstance", ErrorKind::StorageFailed, "The archive is read only.");
  const auto other = Analysed("q");
  for (int i = 0; i < 5; ++i)
  {
    Work();
    clock.Advance(std::chrono::seconds(31));
  }
  EXPECT_EQ(results.Objects(), ObjectsOf({gone, other})) << "others are not held up";
  EXPECT_THAT(Lines('W'), SizeIs(1));
  RefuseNothing();
  Work();
  EXPECT_EQ(results.Objects(), ObjectsOf({other}));
}

}  // namespace
}  // namespace vlm
