// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews are found again with their reports, and the objects that a sign-off brought.
// Oracle of what is adopted: the UIDs that Results/ResultUid.h promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryQueue.h"
#include "Foundation/Json.h"
#include "Orthanc/AdoptedObjects.h"
#include "Orthanc/OrthancIds.h"
#include "Orthanc/ReindexWalk.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

using ::testing::UnorderedElementsAre;

const std::string Analysis = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

class ReindexReviewsTest : public ::testing::Test
{
protected:
  ReindexReviewsTest()
  {
    AddSeries('a', "1.2.3", "CT");
    orthanc.Answer("/studies/" + study, WriteJson(Study({'a'})));
  }
  Json::Value Study(const std::vector<char>& series) const
  {
    Json::Value json;
    json["ID"] = study;
    for (const char one : series)
    {
      json["Series"].append(OrthancId(one));
    }
    return json;
  }
  void AddSeries(char letter, const std::string& uid, const std::string& modality)
  {
    Json::Value series;
    series["ID"] = OrthancId(letter);
    series["Instances"] = Json::arrayValue;
    series["MainDicomTags"]["Modality"] = modality;
    series["MainDicomTags"]["SeriesInstanceUID"] = uid;
    orthanc.Answer("/series/" + OrthancId(letter), WriteJson(series));
    orthanc.Answer("/series/" + OrthancId(letter) + "/instances",
                   R"([{"MainDicomTags": {"SOPInstanceUID": "9.)" + uid + R"("}}])");
  }
  // `reviews`: JSON.
  void Attach(const std::string& reviews)
  {
    orthanc.Answer("/series/" + OrthancId('a') + "/attachments/4901/data",
                   R"({"SchemaVersion": 1, "Level": "Series", "Status": "Completed",
                      "Findings": [{"Id": "886313e1-3b8a-5372-9b90-0c9aee199e5d", "Label": "mass"}],
                      "AnalysisId": ")" +
                       Analysis + R"(", "OrthancId": ")" + OrthancId('a') + R"(", "Reviews": )" +
                       reviews + "}");
  }
  void Walk()
  {
    const WakeUp stop;
    ReindexWalk walk({api, queue, deliveries, reports, log, cluster}, stop, [] {});
    EXPECT_TRUE(walk.Run(study).HasValue());
  }
  AnalysisRecord Record()
  {
    const auto found = queue.Find(Analysis);
    EXPECT_TRUE(found.HasValue());
    return found.HasValue() ? found.Value() : AnalysisRecord();
  }

  const std::string study = OrthancId('c');
  const std::string rejected = R"("Added": [], "Findings": [{"Id":
      "886313e1-3b8a-5372-9b90-0c9aee199e5d", "Disposition": "Rejected", "Reason": "A vessel."}])";
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  FakeClock clock;
  MemoryQueue queue{clock};
  AdoptedObjects deliveries;
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  OrthancReportArchive reports{api, locks};
  MemoryLog log;
};

TEST_F(ReindexReviewsTest, RestoresTheStateOfTheNewestReview)
{
  Attach(R"([{"Revision": 1, "Added": [], "Findings": []}, {"Revision": 2, )" + rejected +
         R"(, "SignOff": {"Name": "Smith^John"}}])");
  Walk();
  EXPECT_EQ(Record().reviewRevision, 2);
  EXPECT_TRUE(Record().isSignedOff);
  EXPECT_EQ(Record().summary.findings, 0);
}

TEST_F(ReindexReviewsTest, BringsAKnownAnalysisUpToDate)
{
  Attach("[]");
  Walk();
  EXPECT_EQ(Record().reviewRevision, 0);
  Attach(R"([{"Revision": 1, )" + rejected + "}]");
  Walk();
  EXPECT_EQ(Record().reviewRevision, 1);
  EXPECT_FALSE(Record().isSignedOff);
}

TEST_F(ReindexReviewsTest, AdoptsTheObjectsOfEachRevision)
{
  const std::string first = ResultUid(Analysis, "sc-series");
  const std::string signedOff = ResultUid(Analysis, "sc-series", 2);
  const std::string later = ResultUid(Analysis, "sc-series", 3);
  AddSeries('d', first, "OT");
  AddSeries('e', signedOff, "OT");
  AddSeries('f', later, "OT");
  orthanc.Answer("/studies/" + study, WriteJson(Study({'a', 'd', 'e', 'f'})));
  Attach(R"([{"Revision": 2, )" + rejected + "}]");
  Walk();
  EXPECT_THAT(deliveries.Of(Analysis), UnorderedElementsAre("SecondaryCapture 9." + first,
                                                            "SecondaryCapture 9." + signedOff));
}

// A crash leaves the newest report in the history too, there without its last review.
TEST_F(ReindexReviewsTest, AdoptsAllObjectsOfAReportThatIsThereTwice)
{
  const std::string first = ResultUid(Analysis, "sc-series");
  const std::string signedOff = ResultUid(Analysis, "sc-series", 2);
  AddSeries('d', first, "OT");
  AddSeries('e', signedOff, "OT");
  orthanc.Answer("/studies/" + study, WriteJson(Study({'a', 'd', 'e'})));
  const std::string attachments = "/series/" + OrthancId('a') + "/attachments/";
  Attach("[]");
  orthanc.Answer(attachments + "4903/data", '[' + orthanc.Content(attachments + "4901/data") + ']');
  Attach(R"([{"Revision": 2, )" + rejected + "}]");
  Walk();
  EXPECT_THAT(deliveries.Of(Analysis), UnorderedElementsAre("SecondaryCapture 9." + first,
                                                            "SecondaryCapture 9." + signedOff));
}

TEST_F(ReindexReviewsTest, EndsWhateverRevisionAReportClaims)
{
  for (const char* revision : {"2147483647", "-1", "1e30", "\"x\"", "null"})
  {
    Attach(R"([{"Revision": )" + std::string(revision) + ", " + rejected + "}]");
    Walk();
  }
  EXPECT_GE(Record().reviewRevision, 0);
}

}  // namespace
}  // namespace vlm
