// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SecretSource.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "Foundation/Uuid.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::Not;

class SecretSource : public ::testing::Test
{
protected:
  SecretSource() { std::filesystem::create_directory(folder_); }
  ~SecretSource() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& content, mode_t mode = 0600) const
  {
    std::string path = folder_ / "secret";
    std::ofstream(path, std::ios::binary) << content;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }
  std::string Folder() const { return folder_; }

  static std::string Problem(const Result<Secret>& secret)
  {
    if (secret.HasValue())
    {
      return "accepted";
    }
    EXPECT_EQ(secret.Failure().kind, ErrorKind::BadConfiguration);
    return secret.Failure().message;
  }

private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("vlm-secret-" + RandomUuid());
};

TEST_F(SecretSource, TrimsWhatTheFileHolds)
{
  const auto secret = SecretFromFile(File(" \tAIza-key_1\r\n"));
  ASSERT_TRUE(secret.HasValue()) << secret.Failure().message;
  EXPECT_EQ(secret.Value().Reveal(), "AIza-key_1");
}

TEST_F(SecretSource, TakesAServiceAccountAsItIs)
{
  const std::string account = "{\n  \"type\": \"service_account\"\n}\n";
  const auto secret = SecretFromFile(File(account));
  ASSERT_TRUE(secret.HasValue()) << secret.Failure().message;
  EXPECT_EQ(secret.Value().Reveal(), account);
}

TEST_F(SecretSource, TakesFilesThatOnlyOwnerAndGroupRead)
{
  for (const mode_t mode : {0400, 0600, 0440, 0640})
  {
    EXPECT_TRUE(SecretFromFile(File("key", mode)).HasValue()) << std::oct << mode;
    std::filesystem::remove(Folder() + "/secret");
  }
}

TEST_F(SecretSource, RefusesFilesThatAreOpenToOthers)
{
  for (const mode_t mode : {0444, 0644, 0604, 0660, 0602, 0620})
  {
    const auto path = File("key", mode);
    EXPECT_THAT(Problem(SecretFromFile(path)), HasSubstr("chmod 600")) << std::oct << mode;
    EXPECT_THAT(Problem(SecretFromFile(path)), HasSubstr(path));
    std::filesystem::remove(path);
  }
}

TEST_F(SecretSource, RefusesWhatIsNoSecretFile)
{
  EXPECT_THAT(Problem(SecretFromFile(Folder() + "/none")), HasSubstr("No such file"));
  EXPECT_THAT(Problem(SecretFromFile(Folder())), HasSubstr("not a regular file"));
  EXPECT_THAT(Problem(SecretFromFile(File(" \n"))), HasSubstr("empty"));
  EXPECT_THAT(Problem(SecretFromFile(File(std::string(65537, 'k')))), HasSubstr("64 KB"));
  const auto pipe = Folder() + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(Problem(SecretFromFile(pipe)), HasSubstr("not a regular file"));
}

TEST_F(SecretSource, RefusesWhatWouldBreakAHeaderWithoutRepeatingIt)
{
  for (const std::string content : {"key\r\nX-Evil: 1", "k\x01y", "k\xc3\xa9y"})
  {
    const auto problem = Problem(SecretFromFile(File(content)));
    EXPECT_THAT(problem, HasSubstr("more than one line"));
    EXPECT_THAT(problem, Not(HasSubstr("Evil")));
  }
}

TEST_F(SecretSource, ReadsTheEnvironment)
{
  ASSERT_EQ(setenv("VLM_TEST_KEY", " key \n", 1), 0);
  const auto secret = SecretFromEnvironment("VLM_TEST_KEY");
  ASSERT_TRUE(secret.HasValue());
  EXPECT_EQ(secret.Value().Reveal(), "key");
  ASSERT_EQ(setenv("VLM_TEST_KEY", " ", 1), 0);
  EXPECT_THAT(Problem(SecretFromEnvironment("VLM_TEST_KEY")), HasSubstr("VLM_TEST_KEY is empty"));
  ASSERT_EQ(setenv("VLM_TEST_KEY", "secret\nvalue", 1), 0);
  EXPECT_THAT(Problem(SecretFromEnvironment("VLM_TEST_KEY")), Not(HasSubstr("secret")));
  ASSERT_EQ(unsetenv("VLM_TEST_KEY"), 0);
  EXPECT_THAT(Problem(SecretFromEnvironment("VLM_TEST_KEY")), HasSubstr("VLM_TEST_KEY is not set"));
}

}  // namespace
}  // namespace vlm
