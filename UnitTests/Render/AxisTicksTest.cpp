// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/AxisTicks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace vlm
{

namespace
{

constexpr double Infinite = std::numeric_limits<double>::infinity();
constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();

// The first digit of a number that has one digit only; 0 of others.
int OnlyDigitOf(double number)
{
  const double leading = number / std::pow(10.0, std::floor(std::log10(number) + 1e-9));
  const double digit = std::round(leading);
  return std::abs(leading - digit) < 1e-6 ? static_cast<int>(digit) : 0;
}

void ExpectRoundTicksThatCover(double low, double high, int most)
{
  const AxisTicks ticks = RoundTicks(low, high, most);
  SCOPED_TRACE(std::to_string(low) + " to " + std::to_string(high));
  EXPECT_TRUE((std::set<int>{1, 2, 5}.count(OnlyDigitOf(ticks.step)) == 1)) << ticks.step;
  ASSERT_FALSE(ticks.values.empty());
  ASSERT_LE(ticks.values.size(), static_cast<std::size_t>(most));
  const double rounding = 1e-6 * ticks.step;
  EXPECT_GE(ticks.values.front(), low - rounding);
  EXPECT_LE(ticks.values.back(), high + rounding);
  EXPECT_LT(ticks.values.front() - low, ticks.step + rounding);
  EXPECT_LT(high - ticks.values.back(), ticks.step + rounding);
  std::set<std::string> texts;
  for (const double value : ticks.values)
  {
    texts.insert(TickText(ticks, value));
  }
  EXPECT_EQ(texts.size(), ticks.values.size()) << "two ticks read the same";
}

}  // namespace

TEST(AxisTicks, AreRoundAndCoverAnyRange)
{
  std::mt19937 random(5);
  std::uniform_real_distribution<double> place(-3.0, 3.0);
  std::uniform_real_distribution<double> power(-12.0, 12.0);
  for (int i = 0; i < 5000; ++i)
  {
    const double width = std::pow(10.0, power(random));
    const double low = place(random) * width;
    ExpectRoundTicksThatCover(low, low + width, 3 + i % 6);
  }
  ExpectRoundTicksThatCover(-1e299, 1e299, 5);
  ExpectRoundTicksThatCover(1000.0, 1000.001, 4);
  ExpectRoundTicksThatCover(-2e-290, -1e-290, 5);
}

TEST(AxisTicks, AreThoseThatOneWouldWriteByHand)
{
  const AxisTicks ticks = RoundTicks(-0.3, 1.1, 6);
  const std::vector<double> expected = {-0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0};
  EXPECT_EQ(RoundTicks(-0.3, 1.1, 7).values.size(), expected.size());
  EXPECT_DOUBLE_EQ(ticks.step, 0.5);
  EXPECT_EQ(TickText(ticks, ticks.values.front()), "0.0");  // no negative zero
  EXPECT_EQ(TickText(RoundTicks(0.0, 5e6, 6), 5e6), "5000000");
  EXPECT_EQ(TickText(RoundTicks(0.0, 5e20, 6), 2e20), "2e+20");
}

TEST(AxisTicks, AreNoneWhereThereIsNoRange)
{
  EXPECT_TRUE(RoundTicks(NotANumber, 1.0, 5).values.empty());
  EXPECT_TRUE(RoundTicks(0.0, Infinite, 5).values.empty());
  EXPECT_TRUE(RoundTicks(-Infinite, NotANumber, 5).values.empty());
  EXPECT_TRUE(RoundTicks(3.0, 3.0, 5).values.empty());
  EXPECT_TRUE(RoundTicks(4.0, 3.0, 5).values.empty());
  EXPECT_TRUE(RoundTicks(1e15, 1e15 + 1.0, 5).values.empty());
  EXPECT_TRUE(RoundTicks(-1.7e308, 1.7e308, 5).values.empty());
  EXPECT_LE(RoundTicks(0.0, 10.0, -7).values.size(), 2U);
}

}  // namespace vlm
