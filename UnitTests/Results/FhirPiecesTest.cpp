// SPDX-License-Identifier: GPL-3.0-or-later
// Forms are those of https://hl7.org/fhir/R4/datatypes.html#primitive.
#include "Results/FhirPieces.h"

#include <gtest/gtest.h>

#include <limits>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

TEST(FhirTimes, AreOfTheCalendarAndHaveAZone)
{
  for (const char* instant :
       {"2026-11-24T05:38:00.000Z", "2024-02-29T23:59:59Z", "2000-02-29T00:00:00+13:30"})
  {
    EXPECT_TRUE(IsFhirInstant(instant)) << instant;
    EXPECT_TRUE(IsFhirDateTime(instant)) << instant;
  }
  for (const char* none :
       {"", "2026-11-24", "2026-11-24T05:38:00", "2026-11-24T05:38Z", "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-31T00:00:00Z",
        "2026-11-24T24:00:00Z", "0000-01-01T00:00:00Z", "2026-11-24T05:38:00Z ", "yesterday"})
  {
    EXPECT_FALSE(IsFhirInstant(none)) << none;
  }
  EXPECT_TRUE(IsFhirDateTime("2024-02-29"));
  for (const char* none : {"", "2023-02-29", "20240229", "2024-02", "2024-02-00", "2024-00-01"})
  {
    EXPECT_FALSE(IsFhirDateTime(none)) << none;
  }
}

TEST(FhirText, HasNoOtherSpacesThanThoseOfAscii)
{
  EXPECT_EQ(FhirText("a\xC2\xA0"
                     "b\xE3\x80\x80"
                     "c\xE2\x80\x83"),
            "a b c");
  EXPECT_EQ(FhirText("\xE3\x80\x80\xC2\xA0"), "");
  EXPECT_EQ(FhirText("x\xEF\xBF\xBFy"), "x y");
  EXPECT_EQ(FhirText("肿块 é €"), "肿块 é €");
}

TEST(OidUrn, IsOfUidsWithoutLeadingZeros)
{
  EXPECT_EQ(OidUrn("1.2.840.10008.1.1"), "urn:oid:1.2.840.10008.1.1");
  EXPECT_EQ(OidUrn("2.25.0"), "urn:oid:2.25.0");
  for (const std::string& none :
       {std::string(), std::string("1"), std::string("1.02"), std::string("3.1"),
        std::string("1..2"), std::string("1.2."), std::string("1.2x"), "1." + std::string(63, '1')})
  {
    EXPECT_EQ(OidUrn(none), "") << none;
  }
}

TEST(FhirDecimal, IsANumberThatJsonHas)
{
  EXPECT_EQ(FhirDecimal(141.4), 141.4);
  EXPECT_EQ(FhirDecimal(1.0 / 3.0), 0.333333333);
  EXPECT_EQ(FhirDecimal(0.0), 0.0);
  EXPECT_EQ(FhirDecimal(-700.0), -700.0);
  EXPECT_EQ(FhirDecimal(std::numeric_limits<double>::max()).asDouble() > 1e308, true);
  EXPECT_GT(FhirDecimal(std::numeric_limits<double>::denorm_min()).asDouble(), 0.0);
  EXPECT_TRUE(FhirDecimal(std::numeric_limits<double>::quiet_NaN()).isNull());
  EXPECT_TRUE(FhirDecimal(std::numeric_limits<double>::infinity()).isNull());
  EXPECT_TRUE(FhirDecimal(std::nullopt).isNull());
}

TEST(FhirQuantity, HasASystemOnlyWithACode)
{
  EXPECT_EQ(FhirQuantity(2.0, "mm", "mm")["system"], "http://unitsofmeasure.org");
  EXPECT_EQ(Pruned(FhirQuantity(2.0, "square pixels", "")).getMemberNames(),
            (std::vector<std::string>{"unit", "value"}));
  EXPECT_TRUE(FhirQuantity(std::nullopt, "mm", "mm").isNull());
}

TEST(Pruned, KeepsOnlyWhatSaysSomething)
{
  const auto full = ParseJson(
      R"({"a": "", "b": [], "c": {}, "d": null, "e": [null, "", {"f": [""]}, 0, false, "x"],
          "g": {"h": {"i": ""}, "j": false}})");
  const auto kept = ParseJson(R"({"e": [0, false, "x"], "g": {"j": false}})");
  ASSERT_TRUE(full.HasValue() && kept.HasValue());
  EXPECT_EQ(Pruned(full.Value()), kept.Value());
}

}  // namespace
}  // namespace vlm
