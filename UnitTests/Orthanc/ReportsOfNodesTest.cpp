// SPDX-License-Identifier: GPL-3.0-or-later
// Several nodes that write reports of one resource.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"
#include "Orthanc/OrthancReportArchive.h"

namespace vlm
{
namespace
{

// A server's archive.
struct Node
{
  Node(const OrthancApi& api, SharedLeases& leases, const std::string& name)
      : cluster(leases, name), locks(cluster), archive(api, locks)
  {
  }
  MemoryCluster cluster;
  NamedLocks locks;
  OrthancReportArchive archive;
};

class ReportsOfNodesTest : public ::testing::Test
{
protected:
  ReportsOfNodesTest() { orthanc.Answer("/series/" + id, "{}"); }

  void Store(Node& node, const std::string& analysisId) const
  {
    Json::Value report;
    report["SchemaVersion"] = 1;
    report["AnalysisId"] = analysisId;
    report["Level"] = "Series";
    report["OrthancId"] = id;
    report["Status"] = "Completed";
    Json::Value readings;
    readings["AnalysisId"] = analysisId;
    EXPECT_TRUE(node.archive.Store(report).HasValue());
    EXPECT_TRUE(node.archive.StoreReadings(ResourceLevel::Series, id, readings).HasValue());
  }
  std::set<std::string> Stored(const std::vector<int>& attachments) const
  {
    std::set<std::string> ids;
    for (const int number : attachments)
    {
      const auto text =
          orthanc.Content("/series/" + id + "/attachments/" + std::to_string(number) + "/data");
      const auto json = ParseJson(text.empty() ? "[]" : text);
      EXPECT_TRUE(json.HasValue());
      const Json::Value one(json.HasValue() ? json.Value() : Json::Value());
      for (const auto& report : one.isArray() ? one : Json::Value(Json::arrayValue))
      {
        ids.insert(report["AnalysisId"].asString());
      }
      if (one.isObject())
      {
        ids.insert(one["AnalysisId"].asString());
      }
    }
    return ids;
  }

  const std::string id = OrthancId('a');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  SharedLeases leases;
  Node first{api, leases, "first"};
  Node second{api, leases, "second"};
};

TEST_F(ReportsOfNodesTest, LoseNone)
{
  constexpr int each = 10;  // the history keeps twenty
  std::set<std::string> expected;
  std::vector<std::thread> threads;
  for (Node* node : {&first, &second})
  {
    const std::string& name = node->cluster.ThisNode();
    for (int i = 0; i < each; ++i)
    {
      expected.insert(name + std::to_string(i));
    }
    threads.emplace_back(
        [this, node, name]
        {
          for (int i = 0; i < each; ++i)
          {
            Store(*node, name + std::to_string(i));
          }
        });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  EXPECT_EQ(Stored({OrthancReportArchive::JsonAttachment, OrthancReportArchive::HistoryAttachment}),
            expected);
  EXPECT_EQ(Stored({OrthancReportArchive::ReadingsAttachment}), expected);
}

TEST_F(ReportsOfNodesTest, LeaveNothingHeld)
{
  Store(first, "a");
  EXPECT_EQ(leases.HolderOf("report " + id), "");
  orthanc.Forget("/series/" + id);
  Json::Value report;
  report["Level"] = "Series";
  report["OrthancId"] = OrthancId('9');
  EXPECT_FALSE(first.archive.Store(report).HasValue());
  EXPECT_EQ(leases.HolderOf("report " + OrthancId('9')), "");
}

TEST_F(ReportsOfNodesTest, WriteNothingWithoutTheDatabase)
{
  first.cluster.beforeCall = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "The database is away."});
  };
  Json::Value report;
  report["Level"] = "Series";
  report["OrthancId"] = id;
  report["AnalysisId"] = "a";
  const auto stored = first.archive.Store(report);
  ASSERT_FALSE(stored.HasValue());
  EXPECT_EQ(stored.Failure().kind, ErrorKind::StorageFailed);
  const auto removed = first.archive.Remove(ResourceLevel::Series, id, "a");
  EXPECT_FALSE(removed.HasValue());
  EXPECT_TRUE(Stored({OrthancReportArchive::JsonAttachment}).empty());
}

}  // namespace
}  // namespace vlm
