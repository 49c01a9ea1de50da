// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/EmbeddedFiles.h"

#include <gtest/gtest.h>

#include <array>

namespace vlm
{
namespace
{

constexpr std::array<EmbeddedFile, 2> Files = {{{"a/b.txt", "first"}, {"a/c.txt", "second"}}};

TEST(EmbeddedFiles, FindsAFileByItsWholeName)
{
  const EmbeddedFiles files(Files.data(), Files.size());

  EXPECT_EQ(files.Find("a/c.txt"), "second");
  EXPECT_FALSE(files.Find("c.txt").has_value());
  EXPECT_FALSE(files.Find("").has_value());
}

TEST(EmbeddedFiles, FindsNothingWhereThereIsNothing)
{
  const EmbeddedFiles files(nullptr, 0);

  EXPECT_FALSE(files.Find("a/b.txt").has_value());
}

}  // namespace
}  // namespace vlm
