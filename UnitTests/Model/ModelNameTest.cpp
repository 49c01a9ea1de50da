// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ModelName.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(ModelName, IsTheSameWithAVersionOrAFolder)
{
  EXPECT_TRUE(IsSameModel("gemini-2.5-flash", "gemini-2.5-flash"));
  EXPECT_TRUE(IsSameModel("models/gemini-2.5-flash", "gemini-2.5-flash-001"));
  EXPECT_TRUE(IsSameModel("gemini-2.5-flash", "gemini-2.5-flash-preview-09-2025"));
  EXPECT_TRUE(IsSameModel("gemini-2.5-flash-002", "gemini-2.5-flash"));
  EXPECT_TRUE(IsSameModel("google/medgemma-4b-it", "/models/MedGemma-4b-it.gguf"));
  EXPECT_TRUE(IsSameModel("medgemma", "medgemma:latest"));
  EXPECT_TRUE(IsSameModel("gpt-4o", "gpt-4o-2024-08-06"));
  EXPECT_TRUE(IsSameModel("gemini-flash-latest", "gemini-3-flash"));
  EXPECT_TRUE(IsSameModel("anything", ""));
}

TEST(ModelName, OfAnotherModelIsAnother)
{
  EXPECT_FALSE(IsSameModel("gemini-2.5-flash", "gemini-2.5-flash-lite"));
  EXPECT_FALSE(IsSameModel("gemini-2.5-flash", "gemini-3-flash"));
  EXPECT_FALSE(IsSameModel("gemini-2.5-flash", "gemini-2.5-flash2"));
  EXPECT_FALSE(IsSameModel("gpt-4o", "gpt-4o-mini"));
  EXPECT_FALSE(IsSameModel("medgemma-4b-it", "medgemma-4b-it-Q4_K_M.gguf"));
  EXPECT_FALSE(IsSameModel("", "x"));
  EXPECT_FALSE(IsSameModel("m", "m--"));
}

}  // namespace
}  // namespace vlm
