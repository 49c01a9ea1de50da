// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ResourceLevel.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(ResourceLevel, IsFoundAgainByItsNameAndPath)
{
  for (const auto level : {ResourceLevel::Instance, ResourceLevel::Series, ResourceLevel::Study})
  {
    EXPECT_EQ(LevelFromName(LevelName(level)), level);
    EXPECT_EQ(LevelFromPath(LevelPath(level)), level);
  }
}

TEST(ResourceLevel, IsCalledAsInReportsAndPaths)
{
  EXPECT_EQ(LevelName(ResourceLevel::Instance), "Instance");
  EXPECT_EQ(LevelName(ResourceLevel::Series), "Series");
  EXPECT_EQ(LevelName(ResourceLevel::Study), "Study");
  EXPECT_EQ(LevelPath(ResourceLevel::Instance), "instances");
  EXPECT_EQ(LevelPath(ResourceLevel::Series), "series");
  EXPECT_EQ(LevelPath(ResourceLevel::Study), "studies");
}

TEST(ResourceLevel, RefusesOtherWords)
{
  for (const char* word : {"", "instance", "Instances", "Patient", "patients", "STUDY"})
  {
    EXPECT_EQ(LevelFromName(word), std::nullopt) << word;
    EXPECT_EQ(LevelFromPath(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace vlm
