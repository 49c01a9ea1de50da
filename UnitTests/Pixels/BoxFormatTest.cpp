// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/BoxFormat.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(BoxFormat, HasANameEachWayBothWays)
{
  const std::vector<std::string> names = {"yxyx-1000", "xyxy-1000",   "xyxy-pixels",
                                          "xyxy-unit", "yxyx-pixels", "yxyx-unit"};
  const std::vector<BoxFormat> formats = AllBoxFormats();
  ASSERT_EQ(formats.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
  {
    EXPECT_EQ(NameOf(formats[i]), names[i]);
    ASSERT_TRUE(BoxFormatFromName(names[i]));
    EXPECT_EQ(*BoxFormatFromName(names[i]), formats[i]);
  }
}

TEST(BoxFormat, IsGeminisWhenNothingIsSaid)
{
  EXPECT_EQ(NameOf(BoxFormat{}), "yxyx-1000");
}

TEST(BoxFormat, IsUnknownByAnyOtherName)
{
  for (const char* name : {"", "Auto", "yxyx", "YXYX-1000", "xyxy-1000 ", "xywh-1000", "-unit"})
  {
    EXPECT_FALSE(BoxFormatFromName(name)) << name;
  }
}

}  // namespace
}  // namespace vlm
