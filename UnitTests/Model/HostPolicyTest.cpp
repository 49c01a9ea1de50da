// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/HostPolicy.h"

#include <gmock/gmock.h>

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

// "scheme host port", or "refused".
std::string Parsed(std::string_view url)
{
  const Result<UrlParts> parts = ParseUrl(url);
  return parts.HasValue() ? parts.Value().scheme + " " + parts.Value().host + " " +
                                std::to_string(parts.Value().port)
                          : "refused";
}

TEST(ParseUrl, SplitsSchemeHostAndPort)
{
  EXPECT_EQ(Parsed("https://generativelanguage.googleapis.com/v1beta/models/m:generateContent"),
            "https generativelanguage.googleapis.com 443");
  EXPECT_EQ(Parsed("http://127.0.0.1:8080/v1"), "http 127.0.0.1 8080");
  EXPECT_EQ(Parsed("HTTP://LocalHost"), "http localhost 80");
  EXPECT_EQ(Parsed("http://[::1]:11434/v1"), "http ::1 11434");
  EXPECT_EQ(Parsed("https://[FD00::1]"), "https fd00::1 443");
  EXPECT_EQ(Parsed("http://a.b:65535"), "http a.b 65535");
}

TEST(ParseUrl, RefusesWhatIsNoPlainHttpUrl)
{
  for (const char* url : {"",
                          "http",
                          "http:",
                          "http://",
                          "http:///path",
                          "http://:80",
                          "ftp://host",
                          "//host",
                          "file:///etc/passwd",
                          "host:80",
                          "javascript:alert(1)",
                          "http://host:",
                          "http://host:0",
                          "http://host:65536",
                          "http://host:99999999999",
                          "http://host:8a",
                          "http://host:-1",
                          "http://host:80:80",
                          "http://[::1",
                          "http://::1",
                          "http://[::1]x",
                          "http://[::1]80",
                          "http://[host]",
                          "http://[127.0.0.1]",
                          "http://[]",
                          "http://ho st/",
                          "http://host\n/",
                          "http://host\\@evil",
                          "http://h\xc3\xb6st",
                          "http://ho%73t",
                          "http://host/?key=1",
                          "http://host/#part",
                          "http://host?x",
                          " http://host"})
  {
    EXPECT_EQ(Parsed(url), "refused") << url;
  }
  EXPECT_EQ(Parsed(std::string_view("http://a\0b", 10)), "refused");
}

TEST(ParseUrl, RefusesUserNameAndPasswordWithoutRepeatingThem)
{
  for (const char* url : {"http://user:secret@host/", "http://secret@host", "http://@host",
                          "http://127.0.0.1@evil.example/secret"})
  {
    const Result<UrlParts> parts = ParseUrl(url);
    ASSERT_FALSE(parts.HasValue()) << url;
    EXPECT_EQ(parts.Failure().kind, ErrorKind::BadInput);
    EXPECT_THAT(parts.Failure().message, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(Parsed("http://host/path@version"), "http host 80");
}

TEST(CheckNetwork, AcceptsNetworksAndSingleAddresses)
{
  for (const char* cidr : {"10.0.0.0/8", "192.168.1.7", "192.168.1.7/32", "172.16.0.0/12",
                           "fd00::/8", "::1", "2001:db8::/127", "128.0.0.0/1"})
  {
    EXPECT_TRUE(CheckNetwork(cidr).HasValue()) << cidr;
  }
}

TEST(CheckNetwork, RefusesWhatIsNoNetworkOrAlmostCertainlyAMistake)
{
  for (const char* cidr :
       {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/8 ",
        "10.0.0.0/99999999999999", "10.0.0", "300.0.0.0/8", "fd00::/129", "fd00::/x", "host",
        "fe80::1%eth0", "10.0.0.1/8", "fd00::1/8", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104"})
  {
    const Result<void> check = CheckNetwork(cidr);
    ASSERT_FALSE(check.HasValue()) << cidr;
    EXPECT_EQ(check.Failure().kind, ErrorKind::BadInput);
  }
  EXPECT_THAT(CheckNetwork("10.1.2.3/8").Failure().message, HasSubstr("10.0.0.0"));
}

TEST(IsLocalAddress, IsTrueForLoopback)
{
  for (const char* address : {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"})
  {
    EXPECT_TRUE(IsLocalAddress(address, {})) << address;
  }
  for (const char* address : {"128.0.0.1", "126.255.255.255", "::2", "10.0.0.1", "192.168.0.1",
                              "0.0.0.0", "::", "169.254.169.254", "::ffff:128.0.0.1", "localhost",
                              "", "127.1", "2130706433", "0x7f.0.0.1"})
  {
    EXPECT_FALSE(IsLocalAddress(address, {})) << address;
  }
}

TEST(IsLocalAddress, HoldsNetworksToTheirLastBit)
{
  const std::vector<std::string> networks = {"10.0.0.0/8", "192.168.1.128/25", "172.16.5.4",
                                             "fd00::/8", "2001:db8::4/126"};
  for (const char* address :
       {"10.0.0.0", "10.255.255.255", "192.168.1.128", "192.168.1.255", "172.16.5.4",
        "::ffff:10.1.2.3", "::ffff:a01:203", "fd00::", "fdff::1%3", "2001:db8::4", "2001:db8::7"})
  {
    EXPECT_TRUE(IsLocalAddress(address, networks)) << address;
  }
  for (const char* address :
       {"9.255.255.255", "11.0.0.0", "192.168.1.127", "192.168.2.128", "172.16.5.5",
        "::ffff:11.0.0.0", "fc00::1", "fe00::", "2001:db8::3", "2001:db8::8", "::10.1.2.3"})
  {
    EXPECT_FALSE(IsLocalAddress(address, networks)) << address;
  }
}

TEST(IsLocalAddress, IgnoresWhatIsNoNetwork)
{
  EXPECT_FALSE(IsLocalAddress("10.0.0.1", {"", "x", "10.0.0.0/x", "fd00::/8"}));
  EXPECT_TRUE(IsLocalAddress("10.0.0.1", {"x", "10.0.0.0/8"}));
}

// The rule, or what the refusal names: "https" or "Egress.AllowRemote".
std::string Rule(const std::string& url, bool isRemoteAllowed, const std::string& proxy = "")
{
  ConnectionSettings connection;
  connection.isRemoteAllowed = isRemoteAllowed;
  connection.localNetworks = {"10.0.0.0/8"};
  connection.proxy = proxy;
  const Result<std::string> rule = DestinationRule(ParseUrl(url).Value(), connection);
  if (rule.HasValue())
  {
    return rule.Value();
  }
  EXPECT_EQ(rule.Failure().kind, ErrorKind::BadConfiguration);
  const std::string& message = rule.Failure().message;
  return message.find("needs https") != std::string::npos                ? "needs https"
         : message.find("needs Egress.AllowRemote") != std::string::npos ? "needs AllowRemote"
                                                                         : message;
}

TEST(DestinationRule, NamesWhatLetsTheRequestOut)
{
  for (const bool isRemoteAllowed : {false, true})
  {
    EXPECT_EQ(Rule("http://127.0.0.1:8080/v1", isRemoteAllowed), "loopback");
    EXPECT_EQ(Rule("http://localhost:11434", isRemoteAllowed), "loopback");
    EXPECT_EQ(Rule("http://[::1]", isRemoteAllowed), "loopback");
    EXPECT_EQ(Rule("http://10.1.2.3", isRemoteAllowed), "LocalNetworks");
    EXPECT_EQ(Rule("https://[::ffff:10.1.2.3]", isRemoteAllowed), "LocalNetworks");
  }
  EXPECT_EQ(Rule("https://192.0.2.1", true), "AllowRemote");
  EXPECT_EQ(Rule("https://models.example", true), "AllowRemote");
}

TEST(DestinationRule, LeavesANameToItsResolution)
{
  EXPECT_EQ(Rule("https://models.example", false), "LocalNetworks");
  EXPECT_EQ(Rule("http://gpu.hospital.example", false), "LocalNetworks");
  EXPECT_EQ(Rule("http://gpu.hospital.example", true), "AllowRemote");
  EXPECT_EQ(Rule("http://localhost.evil.example", false), "LocalNetworks");
}

TEST(DestinationRule, RefusesARemoteAddress)
{
  EXPECT_EQ(Rule("https://192.0.2.1", false), "needs AllowRemote");
  EXPECT_EQ(Rule("http://192.0.2.1", false), "needs AllowRemote");
  EXPECT_EQ(Rule("http://192.0.2.1", true), "needs https");
  EXPECT_EQ(Rule("http://[2001:db8::1]", true), "needs https");
}

TEST(DestinationRule, JudgesTheProxyAsWell)
{
  const std::string local = "http://10.0.0.9:3128";
  const std::string remote = "http://192.0.2.9:3128";
  EXPECT_EQ(Rule("https://models.example", false, local), "needs AllowRemote");
  EXPECT_EQ(Rule("http://models.example", true, local), "needs https");
  EXPECT_EQ(Rule("https://models.example", true, local), "AllowRemote");
  EXPECT_EQ(Rule("http://10.1.2.3", false, local), "LocalNetworks");
  EXPECT_EQ(Rule("http://127.0.0.1", false, local), "LocalNetworks");
  EXPECT_EQ(Rule("https://10.1.2.3", false, remote), "needs AllowRemote");
  EXPECT_EQ(Rule("http://10.1.2.3", true, remote), "needs https");
  EXPECT_EQ(Rule("https://10.1.2.3", true, remote), "AllowRemote");
}

}  // namespace
}  // namespace vlm
