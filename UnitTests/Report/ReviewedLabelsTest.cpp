// SPDX-License-Identifier: GPL-3.0-or-later
// ReviewedLabelsOf() of ReviewedReport.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "Report/ReviewedReport.h"
#include "Report/ReviewedSample.h"

namespace vlm
{
namespace
{

Json::Value Reviewed(const Json::Value& body = FullReview())
{
  return ApplyReview(WithReview(UnreviewedSample(), body));
}

TEST(ReviewedLabels, CountsWhatWasReported)
{
  std::vector<std::pair<std::string, ReviewDisposition>> labels;
  for (const ReviewedLabel& label : ReviewedLabelsOf(Reviewed()))
  {
    labels.emplace_back(label.label, label.disposition);
  }
  using Pair = std::pair<std::string, ReviewDisposition>;
  EXPECT_THAT(labels, testing::ElementsAre(Pair("Nodule", ReviewDisposition::Edited),
                                           Pair("Pleural effusion", ReviewDisposition::Accepted),
                                           Pair("Cyst", ReviewDisposition::Added),
                                           Pair("Pleural effusion", ReviewDisposition::Rejected)));
  EXPECT_TRUE(ReviewedLabelsOf(UnreviewedSample()).empty());
}

// Our verification rejected it and the human agrees: nobody reported it.
TEST(ReviewedLabels, LeavesOutARejectionThatConfirmsOurs)
{
  Json::Value body = FullReview();
  body["Findings"][2]["Disposition"] = "Rejected";
  body["Findings"][2]["Reason"] = "Outside.";

  EXPECT_EQ(ReviewedLabelsOf(Reviewed(body)).size(), 3U);
}

}  // namespace
}  // namespace vlm
