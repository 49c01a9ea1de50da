// SPDX-License-Identifier: GPL-3.0-or-later
// Studies take turns.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using Names = std::vector<std::string>;

constexpr int Backfill = -100;
constexpr int OfAUser = 100;

class TurnsTest : public QueueFixture
{
protected:
  // An image whose name begins with that of its study.
  std::string EnqueueImage(const std::string& study, int number, int priority = 0,
                           const std::string& model = "offline")
  {
    auto order = OrderOf(study + "/" + std::to_string(number));
    order.orthancStudyId = study;
    order.priority = priority;
    order.model = model;
    return Enqueue(order).id;
  }
  void EnqueueImages(const std::string& study, int count, int priority = 0,
                     const std::string& model = "offline")
  {
    for (int i = 1; i <= count; ++i)
    {
      EnqueueImage(study, i, priority, model);
    }
  }
  AnalysisRecord ClaimRecord()
  {
    const auto claimed = queue->Claim({});
    EXPECT_TRUE(claimed.HasValue());
    return claimed.HasValue() && claimed.Value() ? *claimed.Value() : AnalysisRecord();
  }
  // The studies of the next that are claimed.
  Names ClaimStudies(int count)
  {
    Names studies;
    for (int i = 0; i < count; ++i)
    {
      studies.push_back(ClaimRecord().order.orthancStudyId);
    }
    return studies;
  }
};

TEST_F(TurnsTest, LetASmallStudyPassAHugeOne)
{
  EnqueueImages("huge", 1000);
  EnqueueImages("small", 3);
  const auto first = ClaimStudies(8);
  EXPECT_EQ(std::count(first.begin(), first.end(), "small"), 3);
}

TEST_F(TurnsTest, AlternateBetweenTwoHugeStudies)
{
  EnqueueImages("a", 30);
  EnqueueImages("b", 30);
  const auto studies = ClaimStudies(60);
  int ahead = 0;  // of a
  for (const auto& study : studies)
  {
    ahead += study == "a" ? 1 : -1;
    EXPECT_GE(ahead, 0);
    EXPECT_LE(ahead, 2);
  }
  EXPECT_EQ(ahead, 0);
}

TEST_F(TurnsTest, KeepTheImagesOfAStudyInTheirOrder)
{
  EnqueueImages("a", 3);
  EnqueueImages("b", 2);
  Names resources;
  for (int i = 0; i < 5; ++i)
  {
    resources.push_back(ClaimRecord().order.orthancId);
  }
  EXPECT_THAT(resources, ElementsAre("a/1", "a/2", "b/1", "a/3", "b/2"));
}

TEST_F(TurnsTest, ComeAfterThePriority)
{
  EnqueueImages("huge", 20, Backfill);
  EnqueueImages("arriving", 5);
  EnqueueImages("asked", 3, OfAUser);
  EXPECT_THAT(ClaimStudies(8), ElementsAre("asked", "asked", "asked", "arriving", "arriving",
                                           "arriving", "arriving", "arriving"));
}

// A user asks for what waits as backfill.
TEST_F(TurnsTest, AreTakenAnewWithAHigherPriority)
{
  EnqueueImages("other", 3, OfAUser);
  EnqueueImages("huge", 50, Backfill);
  const auto asked = EnqueueImage("huge", 50, OfAUser);
  EXPECT_EQ(CountRows("analyses"), 53);
  EXPECT_EQ(queue->Position(asked).Value(), 2) << "after the first two rounds of the other";
  EXPECT_THAT(ClaimStudies(4), ElementsAre("other", "other", "huge", "other"));
}

// As many new studies arrive as there is time for. Each round takes in what came during the one
// before and an image of the huge study, so the n-th round has n + 2 and all thirty images are done
// within about 30 * 32 / 2 claims.
TEST_F(TurnsTest, DoNotStarveAHugeStudyByEverNewOnes)
{
  constexpr int images = 30;
  EnqueueImages("huge", images);
  int done = 0;
  int claims = 0;
  for (; done < images && claims < 2000; ++claims)
  {
    EnqueueImage("new " + std::to_string(claims), 1);
    done += ClaimRecord().order.orthancStudyId == "huge" ? 1 : 0;
  }
  EXPECT_EQ(done, images);
  EXPECT_LE(claims, images * (images + 2) / 2 + images);
}

TEST_F(TurnsTest, AreKeptByWhatGoesBack)
{
  EnqueueImages("a", 20);
  const auto first = ClaimRecord();
  const auto second = ClaimRecord();
  ClaimStudies(5);
  ASSERT_TRUE(queue->Release(second, "").HasValue());
  ASSERT_TRUE(queue->Postpone(first, clock.Now(), "busy").HasValue());
  EXPECT_EQ(ClaimRecord().id, first.id);
  EXPECT_EQ(ClaimRecord().id, second.id);
}

// Otherwise all that arrives while something old waits for its time would pass by the rest.
TEST_F(TurnsTest, OfNewcomersAreNotThoseOfWhatWentBack)
{
  EnqueueImages("huge", 100);
  const auto first = ClaimRecord();
  ASSERT_TRUE(queue->Postpone(first, clock.Now() + std::chrono::hours(1), "busy").HasValue());
  ClaimStudies(50);
  for (int i = 0; i < 10; ++i)
  {
    EnqueueImage("new " + std::to_string(i), 1);
  }
  EXPECT_THAT(ClaimStudies(2), ElementsAre("huge", "huge"));
  const auto round = ClaimStudies(10);
  EXPECT_EQ(std::count(round.begin(), round.end(), "huge"), 0);
  EXPECT_EQ(ClaimRecord().order.orthancStudyId, "huge");
}

// Rounds are compared between models, too.
TEST_F(TurnsTest, OfTheFirstImageForAModelAreThoseOfOtherModels)
{
  EnqueueImages("huge", 100, 0, "remote");
  ClaimStudies(50);
  EnqueueImages("new", 20, 0, "offline");
  const auto studies = ClaimStudies(21);
  const auto ofHuge = std::count(studies.begin(), studies.end(), "huge");
  EXPECT_GE(ofHuge, 10);
  EXPECT_LE(ofHuge, 12);
}

TEST_F(TurnsTest, AreTheOrderOfPositions)
{
  std::mt19937 random(7);
  const auto oneOf = [&](int count)
  { return std::uniform_int_distribution<int>(0, count - 1)(random); };
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i)
  {
    ids.push_back(EnqueueImage("study " + std::to_string(oneOf(5)), i, 10 * oneOf(3),
                               oneOf(4) == 0 ? "remote" : "offline"));
  }
  std::map<std::string, int> positions;
  for (const auto& id : ids)
  {
    positions[id] = queue->Position(id).Value();
  }
  for (int i = 0; i < 60; ++i)
  {
    EXPECT_EQ(positions[ClaimRecord().id], i);
  }
}

TEST_F(TurnsTest, GoOnWithWhatIsTriedAgain)
{
  const auto failed = Ended(OrderOf("failed"), AnalysisState::Failed);
  EnqueueImages("huge", 30);
  ASSERT_TRUE(queue->Retry(failed).HasValue());
  EXPECT_LE(queue->Position(failed).Value(), 2);
}

}  // namespace
}  // namespace vlm
