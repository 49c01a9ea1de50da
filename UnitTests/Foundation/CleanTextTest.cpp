// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/CleanText.h"

#include <gtest/gtest.h>

#include <random>

namespace vlm
{
namespace
{

std::string Line(std::string_view text)
{
  return CleanText(text, 100, LineBreaks::ReplaceBySpaces);
}

TEST(CleanText, KeepsWhatPeopleWrite)
{
  EXPECT_EQ(Line("Liver 3 mm"), "Liver 3 mm");
  EXPECT_EQ(Line("Опухоль лёгкого"), "Опухоль лёгкого");
  EXPECT_EQ(Line("肺结节 \xF0\x9F\xAB\x81"), "肺结节 \xF0\x9F\xAB\x81");
}

TEST(CleanText, StripsControlCharacters)
{
  EXPECT_EQ(Line(std::string_view("a\0b\x1b[31mc\x7f", 10)), "ab[31mc");
  EXPECT_EQ(Line("a\xc2\x85"
                 "b"),
            "ab");
  EXPECT_EQ(Line("a\tb\nc"), "a b c");
  EXPECT_EQ(CleanText("a\nb", 100, LineBreaks::Keep), "a\nb");
}

TEST(CleanText, StripsMarksThatReorderText)
{
  EXPECT_EQ(Line("\xe2\x80\xaeright\xe2\x80\xac"), "right");
  EXPECT_EQ(Line("\xe2\x81\xa6left\xe2\x81\xa9"), "left");
}

TEST(CleanText, ReplacesMalformedUtf8)
{
  EXPECT_EQ(Line("a\xff"), "a\xef\xbf\xbd");
  EXPECT_EQ(Line("a\xe8\x82"), "a\xef\xbf\xbd");                            // ends early
  EXPECT_NE(Line("\xc0\xaf").find("\xef\xbf\xbd"), std::string::npos);      // overlong
  EXPECT_NE(Line("\xed\xa0\x80").find("\xef\xbf\xbd"), std::string::npos);  // surrogate
}

TEST(CleanText, CutsAtACharacterAndShowsIt)
{
  EXPECT_EQ(CleanText("肺肺肺肺", 3, LineBreaks::Keep), "肺肺\xe2\x80\xa6");
  EXPECT_EQ(CleanText("肺肺肺", 3, LineBreaks::Keep), "肺肺肺");
  EXPECT_EQ(CleanText("abc", 0, LineBreaks::Keep), "");
}

TEST(CleanText, TrimsWhiteSpace)
{
  EXPECT_EQ(CleanText(" \n a \n ", 100, LineBreaks::Keep), "a");
  EXPECT_EQ(Line(" \t\n"), "");
}

TEST(CleanText, IsStableOnItsOwnOutputForAnyBytes)
{
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i)
  {
    std::string bytes(random() % 24, ' ');
    for (char& byte : bytes)
    {
      byte = static_cast<char>(random());
    }
    const std::string clean = CleanText(bytes, 10, LineBreaks::Keep);
    EXPECT_EQ(CleanText(clean, 10, LineBreaks::Keep), clean);
    EXPECT_LE(CountCharacters(clean), 10U);
  }
}

}  // namespace
}  // namespace vlm
