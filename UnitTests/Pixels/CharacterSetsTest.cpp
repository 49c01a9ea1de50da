// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: the examples of PS3.5 annexes H and I.
#include "Pixels/CharacterSets.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

TEST(CharacterSets, ConvertTheStandardsExamples)
{
  EXPECT_EQ(ConvertedToUtf8("Buc^J\xE9r\xF4me", "ISO_IR 100"), "Buc^Jérôme");
  EXPECT_EQ(ConvertedToUtf8("\x1B$B;3ED\x1B(B", "\\ISO 2022 IR 87"), "山田");
  EXPECT_EQ(ConvertedToUtf8("\xD4\xCF\xC0\xDE", "ISO_IR 13"), "ﾔﾏﾀﾞ");
}

TEST(CharacterSets, RefuseWhatHasNoMeaning)
{
  EXPECT_FALSE(ConvertedToUtf8("a\xFF", "ISO_IR 999"));
  EXPECT_FALSE(ConvertedToUtf8("\x80", "\\ISO 2022 IR 87"));
  EXPECT_FALSE(IsCharacterSet("ISO_IR 999"));
  EXPECT_TRUE(IsCharacterSet("ISO_IR 144"));
  EXPECT_TRUE(IsCharacterSet("ISO 2022 IR 13\\ISO 2022 IR 87"));
}

}  // namespace
}  // namespace vlm
