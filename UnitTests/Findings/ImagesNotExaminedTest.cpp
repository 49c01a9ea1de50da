// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ImagesNotExamined.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "Findings/Requests.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ParsedReply Parse(const std::string& images, int shown, const std::string& findings = "")
{
  const auto reply = ParseFindings(
      std::string(R"({"no_abnormality": )") + (findings.empty() ? "true" : "false") +
          R"(, "findings": [)" + findings + R"(], "images_not_examined": )" + images + "}",
      RequestOf(shown));
  EXPECT_TRUE(reply.HasValue()) << (reply.HasValue() ? "" : reply.Failure().message);
  return reply.HasValue() ? reply.Value() : ParsedReply();
}

TEST(ImagesNotExamined, AreCarriedWithAWarningEach)
{
  const ParsedReply reply = Parse(R"([{"image": 2, "reason": "Only air."},
                                      {"image": 0, "reason": "Too\u0007 small."}])",
                                  3);
  ASSERT_THAT(reply.imagesNotExamined, SizeIs(2));
  EXPECT_EQ(reply.imagesNotExamined[0].image, 0);
  EXPECT_EQ(reply.imagesNotExamined[0].reason, "Too small.");
  EXPECT_EQ(reply.imagesNotExamined[1].image, 2);
  EXPECT_EQ(reply.imagesNotExamined[1].reason, "Only air.");
  EXPECT_THAT(reply.warnings, ElementsAre("Image 1 was not examined: Too small.",
                                          "Image 3 was not examined: Only air."));
}

TEST(ImagesNotExamined, AreNoneWhereNoneIsStated)
{
  for (const char* none : {"[]", "null"})
  {
    const ParsedReply reply = Parse(none, 1);
    EXPECT_THAT(reply.imagesNotExamined, IsEmpty());
    EXPECT_THAT(reply.warnings, IsEmpty());
    EXPECT_TRUE(reply.noAbnormality);
  }
}

TEST(ImagesNotExamined, AlwaysHaveAReasonAndAreNamedOnce)
{
  const ParsedReply reply =
      Parse(R"([{"image": 0, "reason": " "}, {"image": 0, "reason": "Again."}])", 1);
  ASSERT_THAT(reply.imagesNotExamined, SizeIs(1));
  EXPECT_EQ(reply.imagesNotExamined[0].reason, "No reason is given.");
  EXPECT_THAT(reply.warnings, SizeIs(1));
}

// It is not known which image was meant, so that none can be called free of abnormality.
TEST(ImagesNotExamined, OfWhichThereIsNoneBecomeOneWarningAndEndNoAbnormality)
{
  const ParsedReply reply = Parse(R"([{"image": 2, "reason": "Dark."},
                                      {"image": 4294967296, "reason": "Dark."}])",
                                  2);
  EXPECT_THAT(reply.imagesNotExamined, IsEmpty());
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("2 were shown")));
  EXPECT_FALSE(reply.noAbnormality);
}

TEST(ImagesNotExamined, WithAFindingCountAsExamined)
{
  const ParsedReply reply =
      Parse(R"([{"image": 1, "reason": "Dark."}])", 2, R"({"label": "Mass", "image": 1})");
  EXPECT_THAT(reply.findings, SizeIs(1));
  EXPECT_THAT(reply.imagesNotExamined, IsEmpty());
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("Image 2 has findings although")));
}

// A study of many series shows more images than a reply may have findings.
TEST(ImagesNotExamined, MayBeMoreThanAHundred)
{
  std::string list = R"({"image": 0, "reason": "Air."})";
  for (int image = 1; image < 150; ++image)
  {
    list += R"(,{"image": )" + std::to_string(image) + R"(, "reason": "Air."})";
  }
  EXPECT_THAT(Parse("[" + list + "]", 150).imagesNotExamined, SizeIs(150));
}

}  // namespace
}  // namespace vlm
