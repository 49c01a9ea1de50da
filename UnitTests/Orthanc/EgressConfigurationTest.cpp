// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: DESIGN.md section 3 and the comments of Resources/DefaultConfiguration.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "Orthanc/ConfigurationSections.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(EgressConfiguration, TakesNetworksPolicyAndContext)
{
  const auto egress = Egress(R"({"AllowRemote": true, "LocalNetworks": ["10.0.0.0/8", "fd00::/8"],
                                 "BurnedInAnnotation": "Allow", "Context": []})");
  EXPECT_TRUE(egress.isRemoteAllowed);
  EXPECT_THAT(egress.localNetworks, ElementsAre("10.0.0.0/8", "fd00::/8"));
  EXPECT_EQ(egress.burnedIn, BurnedInPolicy::Allow);
  EXPECT_THAT(egress.contextKeys, IsEmpty());
}

TEST(EgressConfiguration, NamesKeyAndWhatIsAllowed)
{
  const std::vector<Mistake> mistakes = {
      {R"({"AllowRemote": "yes"})", "AllowRemote ", "true or false"},
      {R"({"LocalNetworks": ["10.0.0.0/33"]})", "LocalNetworks ", "10.0.0.0/33"},
      {R"({"LocalNetworks": ["0.0.0.0/0"]})", "LocalNetworks ", "AllowRemote"},
      {R"({"LocalNetworks": "10.0.0.0/8"})", "LocalNetworks ", "list"},
      {R"({"BurnedInAnnotation": "Ask"})", "BurnedInAnnotation ", "Refuse, Mask, Allow"},
      {R"({"Context": ["PatientName"]})", "Context ", "PatientAgeDecade"},
      {R"({"Context": [1]})", "Context ", "texts"},
      {R"({"Remote": true})", "Remote ", "AllowRemote, BurnedInAnnotation"}};
  for (const auto& mistake : mistakes)
  {
    const auto egress = ReadEgress(ConfigurationSection(mistake.members));
    ASSERT_FALSE(egress.HasValue()) << mistake.members;
    EXPECT_EQ(egress.Failure().kind, ErrorKind::BadConfiguration);
    EXPECT_THAT(egress.Failure().message, HasSubstr("Vlm.Egress." + std::string(mistake.key)));
    EXPECT_THAT(egress.Failure().message, HasSubstr(mistake.allowed));
  }
}

}  // namespace
}  // namespace vlm
