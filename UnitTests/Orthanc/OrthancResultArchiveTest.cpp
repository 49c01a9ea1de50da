// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancResultArchive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

using ::testing::AllOf;
using ::testing::HasSubstr;

class OrthancResultArchiveTest : public ::testing::Test
{
protected:
  void AnswerUpload(const std::string& status, const std::string& parent)
  {
    orthanc.AnswerPost("/instances", R"({"ID": ")" + instance + R"(", "Status": ")" + status +
                                         R"(", "ParentStudy": ")" + parent + R"("})");
  }
  void Know(const std::string& id)
  {
    orthanc.Answer("/instances/" + id + "/study", R"({"ID": ")" + study + R"("})");
    orthanc.AnswerPost("/tools/lookup", R"([{"Type": "Study", "ID": ")" + study +
                                            R"("}, {"Type": "Instance", "ID": ")" + id + R"("}])");
  }
  ErrorKind StoreFailure()
  {
    const auto stored = archive.Store("DICM", study);
    return stored.HasValue() ? ErrorKind::Internal : stored.Failure().kind;
  }
  Result<void> Send(const std::string& destination,
                    const std::vector<std::string>& ids = {OrthancId('1')})
  {
    return archive.Send(destination, ids, cancellation);
  }
  std::string SendFailure(const std::string& destination, ErrorKind kind)
  {
    const auto sent = Send(destination);
    EXPECT_FALSE(sent.HasValue()) << destination;
    EXPECT_TRUE(sent.HasValue() || sent.Failure().kind == kind) << destination;
    return sent.HasValue() ? "" : sent.Failure().message;
  }

  const std::string instance = OrthancId('1');
  const std::string study = OrthancId('c');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  OrthancResultArchive archive{api};
  Cancellation cancellation;
};

TEST_F(OrthancResultArchiveTest, StoresInTheStudyOfTheSource)
{
  AnswerUpload("Success", study);
  EXPECT_TRUE(archive.Store("DICM", study).HasValue());
  EXPECT_EQ(orthanc.LastBody("/instances"), "DICM");
  AnswerUpload("AlreadyStored", study);
  EXPECT_TRUE(archive.Store("DICM", study).HasValue());
  EXPECT_EQ(orthanc.CountCalls("DELETE /instances/" + instance), 0);
}

TEST_F(OrthancResultArchiveTest, RefusesWhatOrthancFiltersOutOrFails)
{
  EXPECT_EQ(StoreFailure(), ErrorKind::NotFound);
  AnswerUpload("FilteredOut", study);
  EXPECT_EQ(StoreFailure(), ErrorKind::StorageFailed);
  EXPECT_THAT(archive.Store("DICM", study).Failure().message, HasSubstr("FilteredOut"));
  orthanc.Fail("POST /instances", OrthancPluginErrorCode_FullStorage);
  EXPECT_EQ(StoreFailure(), ErrorKind::StorageFailed);
}

TEST_F(OrthancResultArchiveTest, TakesAnObjectBackFromAnotherStudy)
{
  AnswerUpload("Success", OrthancId('d'));
  EXPECT_EQ(StoreFailure(), ErrorKind::BadInput) << "it would go there again";
  EXPECT_EQ(orthanc.CountCalls("DELETE /instances/" + instance), 1);
  EXPECT_THAT(archive.Store("DICM", study).Failure().message,
              AllOf(HasSubstr(OrthancId('d')), HasSubstr("PatientID")));
  orthanc.Fail("DELETE /instances/" + instance, OrthancPluginErrorCode_Database);
  EXPECT_EQ(StoreFailure(), ErrorKind::StorageFailed) << "it is still there";
}

TEST_F(OrthancResultArchiveTest, FindsInstancesOnly)
{
  orthanc.AnswerPost("/tools/lookup", R"([{"Type": "Study", "ID": "x"}])");
  EXPECT_EQ(archive.FindInstance("1.2", study).Value(), std::nullopt);
  Know(instance);
  EXPECT_EQ(archive.FindInstance("1.2", study).Value(), instance);
  EXPECT_EQ(orthanc.LastBody("/tools/lookup"), "1.2");
}

TEST_F(OrthancResultArchiveTest, LeavesCopiesInOtherStudiesAlone)
{
  const std::string copy = OrthancId('2');
  const std::string gone = OrthancId('3');
  Know(instance);
  orthanc.Answer("/instances/" + copy + "/study", R"({"ID": ")" + OrthancId('d') + R"("})");
  orthanc.AnswerPost("/tools/lookup", R"([{"Type": "Instance", "ID": ")" + copy +
                                          R"("}, {"Type": "Instance", "ID": ")" + gone +
                                          R"("}, {"Type": "Instance", "ID": ")" + instance +
                                          R"("}])");
  EXPECT_EQ(archive.FindInstance("1.2", study).Value(), instance);
  EXPECT_TRUE(archive.DeleteInstance("1.2", study).HasValue());
  EXPECT_EQ(orthanc.CountCalls("DELETE /instances/" + copy), 0);
  EXPECT_EQ(archive.FindInstance("1.2", OrthancId('e')).Value(), std::nullopt);
  orthanc.Fail("GET /instances/" + copy + "/study", OrthancPluginErrorCode_Database);
  EXPECT_FALSE(archive.FindInstance("1.2", study).HasValue());
}

TEST_F(OrthancResultArchiveTest, NeedsNoDeletionOfWhatIsNotThere)
{
  orthanc.AnswerPost("/tools/lookup", "[]");
  EXPECT_TRUE(archive.DeleteInstance("1.2", study).HasValue());
  Know(instance);
  EXPECT_TRUE(archive.DeleteInstance("1.2", study).HasValue()) << "somebody was faster";
  EXPECT_EQ(orthanc.CountCalls("DELETE /instances/" + instance), 1);
  orthanc.Fail("DELETE /instances/" + instance, OrthancPluginErrorCode_Database);
  EXPECT_FALSE(archive.DeleteInstance("1.2", study).HasValue());
}

TEST_F(OrthancResultArchiveTest, AsksOrthancWhetherItKeepsLabels)
{
  EXPECT_FALSE(archive.KnowsLabels().HasValue()) << "it does not answer";
  orthanc.Answer("/system", R"({"Version": "1.12.0"})");
  EXPECT_FALSE(archive.KnowsLabels().Value());
  orthanc.Answer("/system", R"({"HasLabels": true})");
  EXPECT_FALSE(archive.KnowsLabels().Value()) << "it is asked once";
  EXPECT_TRUE(OrthancResultArchive(api).KnowsLabels().Value());
}

TEST_F(OrthancResultArchiveTest, ChangesItsOwnLabelsOnly)
{
  const std::string labels = "/studies/" + study + "/labels";
  orthanc.Answer(labels, R"(["theirs", "b", "c"])");
  ASSERT_TRUE(archive.SetLabels(study, {"a", "b", "c"}, {"a", "c"}).HasValue());
  EXPECT_EQ(orthanc.CountCalls("PUT " + labels + "/a"), 1);
  EXPECT_EQ(orthanc.CountCalls("DELETE " + labels + "/b"), 1);
  EXPECT_EQ(orthanc.CountCalls("PUT " + labels + "/c"), 0);
  EXPECT_EQ(orthanc.CountCalls("DELETE " + labels + "/theirs"), 0);
  EXPECT_TRUE(archive.SetLabels(OrthancId('d'), {"a"}, {"a"}).HasValue()) << "the study is gone";
  orthanc.Fail("PUT " + labels + "/a", OrthancPluginErrorCode_Database);
  EXPECT_FALSE(archive.SetLabels(study, {"a"}, {"a"}).HasValue());
}

class SendingTest : public OrthancResultArchiveTest
{
protected:
  SendingTest()
  {
    orthanc.Answer("/modalities", R"(["pacs", "both"])");
    orthanc.Answer("/peers", R"(["other", "both"])");
    for (const char* path : {"/modalities/pacs", "/modalities/both", "/peers/other", "/peers/both"})
    {
      orthanc.AnswerPost(std::string(path) + "/store", R"({"ID": "7"})");
    }
    orthanc.Answer("/jobs/7", R"({"State": "Success"})");
    Know(instance);
  }
};

TEST_F(SendingTest, SendsToAModalityOrAPeer)
{
  EXPECT_TRUE(Send("pacs").HasValue());
  EXPECT_THAT(orthanc.LastBody("/modalities/pacs/store"), HasSubstr(instance));
  EXPECT_TRUE(Send("other").HasValue());
  EXPECT_EQ(orthanc.CountCalls("POST /peers/other/store"), 1);
  EXPECT_TRUE(Send("modality:both").HasValue());
  EXPECT_EQ(orthanc.CountCalls("POST /modalities/both/store"), 1);
  EXPECT_TRUE(Send("peer:both").HasValue());
  EXPECT_EQ(orthanc.CountCalls("POST /peers/both/store"), 1);
  EXPECT_TRUE(Send("pacs", {}).HasValue());
  EXPECT_EQ(orthanc.CountCalls("POST /modalities/pacs/store"), 1) << "there was nothing to send";
}

TEST_F(SendingTest, NamesADestinationThatIsUnknownOrNotTheOnlyOne)
{
  EXPECT_THAT(SendFailure("nobody", ErrorKind::NotFound), HasSubstr("'nobody'"));
  EXPECT_THAT(SendFailure("modality:other", ErrorKind::NotFound), HasSubstr("modality:other"));
  EXPECT_THAT(SendFailure("peer:pacs", ErrorKind::NotFound), HasSubstr("peer:pacs"));
  EXPECT_THAT(SendFailure("both", ErrorKind::NotFound), HasSubstr("\"peer:both\""));
  EXPECT_THAT(SendFailure("../x", ErrorKind::NotFound), HasSubstr("../x"));
}

TEST_F(SendingTest, TellsTheReasonOfTheOtherSide)
{
  orthanc.Answer("/jobs/7", R"({"State": "Failure", "ErrorDescription": "Error in the network",
                                "ErrorDetails": "Connection refused"})");
  EXPECT_THAT(SendFailure("pacs", ErrorKind::StorageFailed), HasSubstr("Connection refused"));
  orthanc.Answer("/jobs/7", R"({"State": "Failure", "ErrorDescription": "Error in the network"})");
  EXPECT_THAT(SendFailure("pacs", ErrorKind::StorageFailed), HasSubstr("Error in the network"));
  orthanc.Answer("/jobs/7", R"({"State": "Paused"})");
  EXPECT_THAT(SendFailure("pacs", ErrorKind::StorageFailed), HasSubstr("Paused"));
  orthanc.Fail("GET /jobs/7", OrthancPluginErrorCode_Database);
  EXPECT_THAT(SendFailure("pacs", ErrorKind::StorageFailed), HasSubstr("/jobs/7"));
  orthanc.Forget("POST /modalities/pacs/store");
  SendFailure("pacs", ErrorKind::NotFound);
}

TEST_F(SendingTest, LeavesNoJobBehindWhenInterrupted)
{
  orthanc.Answer("/jobs/7", R"({"State": "Running"})");
  cancellation.Request();
  SendFailure("pacs", ErrorKind::Canceled);
  EXPECT_EQ(orthanc.CountCalls("POST /jobs/7/cancel"), 1);
}

// "JobsHistorySize" is 0.
TEST_F(SendingTest, SendsWithoutAJobWhereOrthancForgetsJobs)
{
  orthanc.Forget("/jobs/7");
  orthanc.AnswerFile(instance, "DICM");
  orthanc.AnswerPost("/modalities/pacs/store-straight", "{}");
  EXPECT_TRUE(Send("pacs").HasValue());
  EXPECT_EQ(orthanc.LastBody("/modalities/pacs/store-straight"), "DICM");
  orthanc.Fail("POST /modalities/pacs/store-straight", OrthancPluginErrorCode_NetworkProtocol);
  EXPECT_THAT(SendFailure("pacs", ErrorKind::StorageFailed), HasSubstr("Sending failed"));
  EXPECT_THAT(SendFailure("other", ErrorKind::StorageFailed), HasSubstr("Sending failed"));
  cancellation.Request();
  SendFailure("pacs", ErrorKind::Canceled);
}

}  // namespace
}  // namespace vlm
