// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{
namespace
{

TEST(AnalysisState, IsFoundAgainByItsName)
{
  const std::vector<std::pair<AnalysisState, const char*>> names = {
      {AnalysisState::Queued, "Queued"},       {AnalysisState::Running, "Running"},
      {AnalysisState::Completed, "Completed"}, {AnalysisState::Abstained, "Abstained"},
      {AnalysisState::Failed, "Failed"},       {AnalysisState::Canceled, "Canceled"}};
  for (const auto& [state, name] : names)
  {
    EXPECT_EQ(StateName(state), name);
    EXPECT_EQ(StateFromName(name), state);
  }
}

TEST(AnalysisState, RefusesOtherWords)
{
  for (const char* word : {"", "queued", "Done", "Queued "})
  {
    EXPECT_EQ(StateFromName(word), std::nullopt) << word;
  }
}

// The numbers stand in databases: a change of their order would change what was stored.
TEST(AnalysisState, KeepsTheNumbersOfStoredRecords)
{
  EXPECT_EQ(static_cast<int>(AnalysisState::Queued), 0);
  EXPECT_EQ(static_cast<int>(AnalysisState::Running), 1);
  EXPECT_EQ(static_cast<int>(AnalysisState::Completed), 2);
  EXPECT_EQ(static_cast<int>(AnalysisState::Abstained), 3);
  EXPECT_EQ(static_cast<int>(AnalysisState::Failed), 4);
  EXPECT_EQ(static_cast<int>(AnalysisState::Canceled), 5);
}

TEST(AnalysisState, HasEndedUnlessItWaitsOrRuns)
{
  EXPECT_FALSE(HasEnded(AnalysisState::Queued));
  EXPECT_FALSE(HasEnded(AnalysisState::Running));
  EXPECT_TRUE(HasEnded(AnalysisState::Completed));
  EXPECT_TRUE(HasEnded(AnalysisState::Abstained));
  EXPECT_TRUE(HasEnded(AnalysisState::Failed));
  EXPECT_TRUE(HasEnded(AnalysisState::Canceled));
}

}  // namespace
}  // namespace vlm
