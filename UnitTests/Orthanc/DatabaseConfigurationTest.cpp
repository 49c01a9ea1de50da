// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/DatabaseConfiguration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Orthanc/Configuration.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* Url = "postgresql://vlm@db.example:5433/orthanc?sslmode=require";

class DatabaseConfiguration : public ::testing::Test
{
protected:
  DatabaseConfiguration() { std::filesystem::create_directory(folder); }
  ~DatabaseConfiguration() override
  {
    std::filesystem::remove_all(folder);
    unsetenv("VLM_TEST_DATABASE_PASSWORD");
  }

  // `members` of section "Vlm", beside others of Orthanc.
  static Result<Settings> Read(const std::string& members, const std::string& others = "",
                               const std::string& configurationPath = "")
  {
    const auto json = ParseJson("{" + others + "\"Vlm\": {" + members + "}}");
    EXPECT_TRUE(json.HasValue()) << members;
    return ReadConfiguration(json.HasValue() ? json.Value() : Json::Value(), configurationPath);
  }
  static Settings Accepted(const std::string& members, const std::string& others = "",
                           const std::string& configurationPath = "")
  {
    auto settings = Read(members, others, configurationPath);
    EXPECT_TRUE(settings.HasValue()) << (settings.HasValue() ? "" : settings.Failure().message);
    return settings.HasValue() ? std::move(settings).Value() : Settings();
  }
  static std::string Refused(const std::string& members)
  {
    const auto settings = Read(members);
    if (settings.HasValue())
    {
      return "accepted " + members;
    }
    EXPECT_EQ(settings.Failure().kind, ErrorKind::BadConfiguration);
    return settings.Failure().message;
  }
  static std::string WithUrl(const std::string& members = "", const std::string& url = Url)
  {
    return R"("Database": ")" + url + "\"" + (members.empty() ? "" : ", ") + members;
  }
  std::string File(const std::string& name, mode_t mode) const
  {
    std::ofstream(folder / name) << "sesame\n";
    EXPECT_EQ(chmod((folder / name).c_str(), mode), 0);
    return folder / name;
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("vlm-database-" + RandomUuid());
};

TEST_F(DatabaseConfiguration, TakesAPostgresqlDatabaseAsItIsWritten)
{
  const auto database = Accepted(WithUrl(), "", "/etc/orthanc/orthanc.json").database;
  EXPECT_TRUE(database.IsPostgres());
  EXPECT_EQ(database.location, Url) << "it is no path";
  EXPECT_TRUE(database.password.IsEmpty());
  EXPECT_EQ(database.connections, 8);
  EXPECT_FALSE(Accepted("").database.IsPostgres());
  EXPECT_EQ(Accepted(WithUrl(R"("DatabaseConnections": 64)")).database.connections, 64);
  EXPECT_TRUE(
      Accepted(WithUrl("", "postgresql:///orthanc?host=/run/postgresql")).database.IsPostgres());
}

TEST_F(DatabaseConfiguration, ReadsThePasswordFromTheEnvironment)
{
  ASSERT_EQ(setenv("VLM_TEST_DATABASE_PASSWORD", "open sesame:@/%41", 1), 0);
  const auto members = WithUrl(R"("DatabasePasswordEnvironment": "VLM_TEST_DATABASE_PASSWORD")");
  EXPECT_EQ(Accepted(members).database.password.Reveal(), "open sesame:@/%41");
  EXPECT_EQ(Accepted(members).database.location, Url);
}

TEST_F(DatabaseConfiguration, ReadsThePasswordFromAFileBesideTheConfiguration)
{
  File("password", 0600);
  const auto settings = Accepted(WithUrl(R"("DatabasePasswordFile": "password")"), "", folder);
  EXPECT_EQ(settings.database.password.Reveal(), "sesame");
}

TEST_F(DatabaseConfiguration, NamesTheKeyOfAPasswordThatIsMissing)
{
  const auto variable =
      Refused(WithUrl(R"("DatabasePasswordEnvironment": "VLM_TEST_DATABASE_PASSWORD")"));
  EXPECT_THAT(variable, HasSubstr("Vlm.DatabasePasswordEnvironment "));
  EXPECT_THAT(variable, HasSubstr("VLM_TEST_DATABASE_PASSWORD is not set."));
  const auto file = Refused(WithUrl(R"("DatabasePasswordFile": "/nowhere/password")"));
  EXPECT_THAT(file, HasSubstr("Vlm.DatabasePasswordFile "));
  EXPECT_THAT(file, HasSubstr("/nowhere/password"));
  const auto open = Refused(WithUrl(R"("DatabasePasswordFile": ")" + File("open", 0644) + "\""));
  EXPECT_THAT(open, HasSubstr("chmod 600"));
  EXPECT_THAT(open, Not(HasSubstr("sesame")));
}

TEST_F(DatabaseConfiguration, RefusesAPasswordInTheWrongPlaceWithoutRepeatingIt)
{
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {WithUrl("", "postgresql://vlm:hunter2@h/d"), "Vlm.Database "},
      {WithUrl("", "postgresql://vlm:hunter2@@h/d"), "Vlm.Database "},
      {WithUrl("", "postgresql://vlm:x/hunter2@h/d"), "Vlm.Database "},
      {WithUrl("", "postgresql://vlm:x?hunter2@h/d"), "Vlm.Database "},
      {WithUrl("", "postgresql://vlm@h/d?password=hunter2"), "Vlm.Database "},
      {WithUrl("", "postgresql://vlm@h/d?a=b&sslpassword=hunter2"), "Vlm.Database "},
      {WithUrl("", "postgres://vlm:hunter2@h/d"), "Vlm.Database "},
      {WithUrl(R"("DatabasePasswordEnvironment": "hunter2!")"), "Vlm.DatabasePasswordEnvironment "},
      {WithUrl(R"("DatabasePasswordEnvironment": "A", "DatabasePasswordFile": "hunter2")"),
       "Vlm.DatabasePasswordFile "},
      {R"("DatabasePasswordFile": "hunter2")", "Vlm.DatabasePasswordFile "},
      {R"("DatabasePasswordEnvironment": "hunter2")", "Vlm.DatabasePasswordEnvironment "}};
  for (const auto& [members, key] : mistakes)
  {
    const auto message = Refused(members);
    EXPECT_THAT(message, HasSubstr(key)) << members;
    EXPECT_THAT(message, Not(HasSubstr("hunter2"))) << members;
  }
}

TEST_F(DatabaseConfiguration, SaysWhatIsAllowed)
{
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {WithUrl("", "mysql://vlm@h/d"), "postgresql://USER@HOST:PORT/DATABASE"},
      {WithUrl("", "postgresql://vlm@h"), "names no database"},
      {WithUrl("", "postgresql://vlm@h/"), "names no database"},
      {WithUrl("", "postgresql://vlm@h/?sslmode=require"), "names no database"},
      {R"("DatabaseConnections": 0)", "1 to 64"},
      {R"("DatabaseConnections": 65)", "1 to 64"},
      {R"("Nodes": [])", "object"},
      {R"("Nodes": {"Lease": 3})", "Vlm.Nodes.Lease "},
      {R"("Nodes": {"LeaseSeconds": 4})", "5 to 600"},
      {R"("Nodes": {"LeaseSeconds": 601})", "5 to 600"},
      {R"("Nodes": {"Name": "a\nb"})", "64 characters"},
      {R"("Nodes": {"Name": ")" + std::string(65, 'n') + R"("})", "64 characters"}};
  for (const auto& [members, allowed] : mistakes)
  {
    EXPECT_THAT(Refused(members), HasSubstr(allowed)) << members;
  }
}

// Oracle: the machine's name as the kernel tells it.
TEST_F(DatabaseConfiguration, NamesANodeAfterHostAndPortUnlessItIsTold)
{
  std::array<char, 256> host{};
  ASSERT_EQ(gethostname(host.data(), host.size() - 1), 0);
  const std::string name = host.data();
  EXPECT_EQ(Accepted("").node.name, name + ":8042");
  EXPECT_EQ(Accepted("").node.lease, std::chrono::seconds(30));
  EXPECT_EQ(Accepted("", R"("HttpPort": 8099, )").node.name, name + ":8099");
  const auto told = Accepted(R"("Nodes": {"Name": "pacs 1", "LeaseSeconds": 5})");
  EXPECT_EQ(told.node.name, "pacs 1");
  EXPECT_EQ(told.node.lease, std::chrono::seconds(5));
  EXPECT_EQ(told.database.clientName, "Orthanc VLM pacs 1");
}

}  // namespace
}  // namespace vlm
