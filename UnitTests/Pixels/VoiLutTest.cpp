// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/VoiLut.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vlm
{
namespace
{

using Function = VoiWindow::Function;

// The worked examples of PS3.3 C.11.2.1.2.1: center 2048, width 4096 maps 0 to 4095;
// center 0, width 100 maps -50 to 49.
TEST(VoiLut, LinearFollowsTheExamplesOfTheStandard)
{
  const VoiWindow wide{2048, 4096, Function::Linear};
  EXPECT_EQ(ApplyWindow(wide, -1), 0);
  EXPECT_EQ(ApplyWindow(wide, 0), 0);
  EXPECT_EQ(ApplyWindow(wide, 1024), 64);  // ((1024 - 2047.5) / 4095 + 0.5) * 255 = 63.77
  EXPECT_EQ(ApplyWindow(wide, 4095), 255);
  const VoiWindow narrow{0, 100, Function::Linear};
  EXPECT_EQ(ApplyWindow(narrow, -50), 0);
  EXPECT_EQ(ApplyWindow(narrow, -49), 3);  // ((-49 + 0.5) / 99 + 0.5) * 255 = 2.58
  EXPECT_EQ(ApplyWindow(narrow, 49), 255);
}

// The examples of PS3.3 C.11.2.1.3.2: center 0, width 100 maps -50 to 50.
TEST(VoiLut, LinearExactFollowsTheExamplesOfTheStandard)
{
  const VoiWindow window{0, 100, Function::LinearExact};
  EXPECT_EQ(ApplyWindow(window, -50), 0);
  EXPECT_EQ(ApplyWindow(window, -30), 51);  // 0.2 * 255
  EXPECT_EQ(ApplyWindow(window, 25), 191);  // 0.75 * 255 = 191.25
  EXPECT_EQ(ApplyWindow(window, 50), 255);
}

TEST(VoiLut, LinearOfWidthOneIsAThresholdBelowTheCenter)
{
  const VoiWindow window{10, 1, Function::Linear};
  EXPECT_EQ(ApplyWindow(window, 9.5), 0);
  EXPECT_EQ(ApplyWindow(window, 9.6), 255);
}

// 1 / (1 + exp(-ln 3)) = 3/4, by hand.
TEST(VoiLut, SigmoidPassesThroughItsHalfAndThreeQuarterPoints)
{
  const VoiWindow window{40, 400, Function::Sigmoid};
  EXPECT_EQ(ApplyWindow(window, 40), 128);
  EXPECT_EQ(ApplyWindow(window, 40 + 100 * std::log(3.0)), 191);
  EXPECT_EQ(ApplyWindow(window, 40 - 100 * std::log(3.0)), 64);
  EXPECT_EQ(ApplyWindow(window, -1e308), 0);
}

TEST(VoiLut, TableKeepsItsFirstAndLastEntryOutside)
{
  const LookupTable table{-2, 8, {10, 20, 30}};
  EXPECT_EQ(LookUp(table, -1000), 10);
  EXPECT_EQ(LookUp(table, -1), 20);
  EXPECT_EQ(LookUp(table, 0), 30);
  EXPECT_EQ(LookUp(table, 1e12), 30);
}

TEST(VoiLut, TableEntriesAreScaledByTheirBits)
{
  const LookupTable table{0, 10, {0, 1023, 512, 4000}};
  EXPECT_EQ(ApplyVoiLut(table, 1), 255);
  EXPECT_EQ(ApplyVoiLut(table, 2), 128);  // 512 / 1023 * 255 = 127.6
  EXPECT_EQ(ApplyVoiLut(table, 3), 255);  // more than the descriptor allows
}

}  // namespace
}  // namespace vlm
