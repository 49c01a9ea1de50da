// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OwnObjects.h"

#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

constexpr const char* SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
constexpr const char* Ct = "1.2.840.10008.5.1.4.1.1.2";

class OwnObjectsTest : public ::testing::Test
{
protected:
  bool IsOwn(const std::string& tags, const std::string& sopClass = SecondaryCapture)
  {
    orthanc.Answer("/instances/" + instance + "/simplified-tags", tags);
    const auto isOwn = IsOwnPicture(api, instance, sopClass);
    EXPECT_TRUE(isOwn.HasValue());
    return isOwn.HasValue() && isOwn.Value();
  }
  bool HoldsOwn(const std::string& manufacturer)
  {
    const auto series =
        ParseJson(R"({"Instances": [")" + instance + R"("], "MainDicomTags": {"Manufacturer": ")" +
                  manufacturer + R"("}})");
    const auto isOwn = HoldsOwnResults(api, series.Value());
    EXPECT_TRUE(isOwn.HasValue());
    return isOwn.HasValue() && isOwn.Value();
  }

  const std::string instance = OrthancId('1');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
};

TEST_F(OwnObjectsTest, AreKnownByManufacturerOrContributingEquipment)
{
  EXPECT_TRUE(IsOwn(R"({"Manufacturer": "Orthanc VLM"})"));
  EXPECT_TRUE(IsOwn(R"({"Manufacturer": "Relabelled", "ContributingEquipmentSequence":
                        [{"Manufacturer": "Gateway"}, {"Manufacturer": "Orthanc VLM"}]})"));
  EXPECT_FALSE(IsOwn(R"({"Manufacturer": "ACME"})"));
  EXPECT_FALSE(IsOwn("{}"));
  EXPECT_FALSE(IsOwn(R"({"Manufacturer": {}, "ContributingEquipmentSequence": "x"})"));
}

TEST_F(OwnObjectsTest, OfOtherClassesAreNotLookedInto)
{
  EXPECT_FALSE(IsOwn(R"({"Manufacturer": "Orthanc VLM"})", Ct));
  EXPECT_EQ(orthanc.CountCalls("GET /instances/" + instance + "/simplified-tags"), 0);
}

TEST_F(OwnObjectsTest, ThatAreGoneAreNone)
{
  const auto isOwn = IsOwnPicture(api, instance, SecondaryCapture);
  ASSERT_TRUE(isOwn.HasValue());
  EXPECT_FALSE(isOwn.Value());
}

TEST_F(OwnObjectsTest, ThatCannotBeReadAreNone)
{
  const std::string call = "GET /instances/" + instance + "/simplified-tags";
  orthanc.Fail(call, OrthancPluginErrorCode_InexistentFile);
  const auto isOwn = IsOwnPicture(api, instance, SecondaryCapture);
  ASSERT_TRUE(isOwn.HasValue());
  EXPECT_FALSE(isOwn.Value());
  orthanc.Fail(call, OrthancPluginErrorCode_DatabaseNotInitialized);
  EXPECT_FALSE(IsOwnPicture(api, instance, SecondaryCapture).HasValue()) << "Orthanc is stopping";
}

TEST_F(OwnObjectsTest, MakeASeriesOwnByItsTagsOrItsFirstInstance)
{
  EXPECT_TRUE(HoldsOwn("Orthanc VLM"));
  EXPECT_FALSE(HoldsOwn("ACME"));
  orthanc.Answer("/instances/" + instance + "/metadata/SopClassUid", SecondaryCapture);
  EXPECT_FALSE(HoldsOwn("ACME"));
  orthanc.Answer("/instances/" + instance + "/simplified-tags",
                 R"({"ContributingEquipmentSequence": [{"Manufacturer": "Orthanc VLM"}]})");
  EXPECT_TRUE(HoldsOwn("ACME"));
}

}  // namespace
}  // namespace vlm
