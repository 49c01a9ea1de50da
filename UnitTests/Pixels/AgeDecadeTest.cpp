// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/AgeDecade.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

std::string FromAge(const std::string& age)
{
  return AgeDecadeOf({age, "", ""});
}

std::string FromDates(const std::string& birth, const std::string& study)
{
  return AgeDecadeOf({"", birth, study});
}

TEST(AgeDecade, OfAgesInYearsMonthsWeeksAndDays)
{
  EXPECT_EQ(FromAge("045Y"), "40-49");
  EXPECT_EQ(FromAge("45Y"), "40-49");
  EXPECT_EQ(FromAge("000Y"), "0-9");
  EXPECT_EQ(FromAge("009Y"), "0-9");
  EXPECT_EQ(FromAge("010Y"), "10-19");
  EXPECT_EQ(FromAge("018M"), "0-9");
  EXPECT_EQ(FromAge("120M"), "10-19");
  EXPECT_EQ(FromAge("003W"), "0-9");
  EXPECT_EQ(FromAge("010D"), "0-9");
}

TEST(AgeDecade, OfTheOldestIsOneClass)
{
  EXPECT_EQ(FromAge("089Y"), "80-89");
  EXPECT_EQ(FromAge("090Y"), "90+");
  EXPECT_EQ(FromAge("104Y"), "90+");
}

TEST(AgeDecade, OfWhatIsNoAgeIsUnknown)
{
  for (const char* age : {"", "Y", "045", "45 Y", "-45Y", "4.5Y", "999Y", "045X", "0045Y", "045y",
                          "fortyY", "\xFF\xFFY"})
  {
    EXPECT_EQ(FromAge(age), "") << age;
  }
}

TEST(AgeDecade, ComesFromTheDatesWhenThereIsNoAge)
{
  EXPECT_EQ(FromDates("19500615", "20200614"), "60-69");  // a day before the 70th birthday
  EXPECT_EQ(FromDates("19500615", "20200615"), "70-79");
  EXPECT_EQ(FromDates("20200615", "20200615"), "0-9");
  EXPECT_EQ(AgeDecadeOf({"999Y", "19500615", "20200615"}), "70-79");
  EXPECT_EQ(AgeDecadeOf({"020Y", "19500615", "20200615"}), "20-29");
}

TEST(AgeDecade, OfDatesThatAreNoneIsUnknown)
{
  EXPECT_EQ(FromDates("", "20200615"), "");
  EXPECT_EQ(FromDates("19500615", ""), "");
  EXPECT_EQ(FromDates("19501301", "20200615"), "");
  EXPECT_EQ(FromDates("1950-06-15", "20200615"), "");
  EXPECT_EQ(FromDates("20210101", "20200615"), "");
  EXPECT_EQ(FromDates("18000101", "20200615"), "");
  EXPECT_EQ(FromDates("195006150", "20200615"), "");
}

}  // namespace
}  // namespace vlm
