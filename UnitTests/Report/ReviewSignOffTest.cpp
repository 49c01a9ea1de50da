// SPDX-License-Identifier: GPL-3.0-or-later
// ReadReview() of what is signed off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/ReviewedSample.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

TEST(ReadReview, SignsOnlyWhatIsDecidedThroughout)
{
  Json::Value body = AcceptedNodule();
  EXPECT_EQ(WhyRefused(body), "(taken)");
  body["SignOff"]["Name"] = "Smith^John";
  EXPECT_EQ(WhyRefused(body), "SignOff needs a Disposition of every finding; 1 have none.");
  body = FullReview();
  body["Findings"].resize(2);  // nothing on the rejected one
  EXPECT_EQ(WhyRefused(body), "(taken)");
}

TEST(ReadReview, WantsANameThatDicomCanSay)
{
  for (const char* name : {"", " ", "^^", "a\\b", "a=b=c=d", "a^b^c^d^e^f",
                           "01234567890123456789012345678901234567890123456789012345678901234"})
  {
    Json::Value body = FullReview();
    body["SignOff"]["Name"] = name;
    EXPECT_THAT(WhyRefused(body), HasSubstr("SignOff.Name")) << name;
  }
  for (const char* name : {"Smith", "Yamada^Tarou=山田^太郎=やまだ^たろう", "Smith^John^A^Dr^MD"})
  {
    Json::Value body = FullReview();
    body["SignOff"]["Name"] = name;
    EXPECT_EQ(WhyRefused(body), "(taken)") << name;
  }
}

TEST(ReadReview, WantsAnAmendmentSigned)
{
  const Json::Value stored = WithReview(UnreviewedSample(), FullReview());
  Json::Value body = FullReview();
  body["Revision"] = 1;
  EXPECT_EQ(WhyRefused(body, stored), "(taken)");
  body["SignOff"] = Json::Value();
  EXPECT_THAT(WhyRefused(body, stored), HasSubstr("SignOff is missing"));
}

}  // namespace
}  // namespace vlm
