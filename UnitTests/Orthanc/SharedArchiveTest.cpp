// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SharedArchive.h"

#include <gmock/gmock.h>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryQueue.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

class SharedArchiveTest : public ::testing::Test
{
protected:
  // Analyses of so many images, of which Orthanc is told nothing.
  void Analyse(int count)
  {
    for (int i = 0; i < count; ++i)
    {
      AnalysisOrder order;
      order.orthancId = "image" + std::to_string(i);
      ASSERT_TRUE(queue.Enqueue(order, IfKnown::Collapse).HasValue());
    }
  }

  FakeClock clock;
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  MemoryQueue queue{clock};
};

TEST_F(SharedArchiveTest, IsNotDoubtedWhileLittleWasAnalysed)
{
  EXPECT_TRUE(CheckSharedArchive(queue, api).HasValue());
  Analyse(FewestToJudge - 1);
  EXPECT_TRUE(CheckSharedArchive(queue, api).HasValue()) << "a few may have been deleted";
}

TEST_F(SharedArchiveTest, IsOursIfOneOfManyImagesIsKnown)
{
  Analyse(50);
  orthanc.Answer("/instances/image37", "{}");
  EXPECT_TRUE(CheckSharedArchive(queue, api).HasValue());
}

TEST_F(SharedArchiveTest, IsAnothersIfNoneIsKnown)
{
  Analyse(FewestToJudge);
  const auto checked = CheckSharedArchive(queue, api);
  ASSERT_FALSE(checked.HasValue());
  EXPECT_EQ(checked.Failure().kind, ErrorKind::BadConfiguration);
  EXPECT_THAT(checked.Failure().message, HasSubstr("Vlm.Database"));
}

TEST_F(SharedArchiveTest, IsNotJudgedWhileOrthancDoesNotAnswer)
{
  Analyse(FewestToJudge);
  orthanc.Fail("GET /instances/image0", OrthancPluginErrorCode_Database);
  const auto checked = CheckSharedArchive(queue, api);
  ASSERT_FALSE(checked.HasValue());
  EXPECT_NE(checked.Failure().kind, ErrorKind::BadConfiguration);
}

}  // namespace
}  // namespace vlm
