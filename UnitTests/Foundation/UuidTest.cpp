// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Uuid.h"

#include <gtest/gtest.h>

#include <set>

namespace vlm
{
namespace
{

TEST(RandomUuid, IsAVersion4UuidAndNew)
{
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i)
  {
    const std::string uuid = RandomUuid();
    EXPECT_TRUE(IsUuid(uuid));
    EXPECT_EQ(uuid[14], '4');
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

// Oracle: python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_OID, 'report\nfinding 1'))"
TEST(DerivedUuid, IsTheNameBasedUuidOfRfc4122)
{
  EXPECT_EQ(DerivedUuid("report", "finding 1"), "c3bbe5b1-6a8c-5225-bfd3-02ac69e4726a");
}

TEST(DerivedUuid, TellsParentFromName)
{
  EXPECT_NE(DerivedUuid("a", "bc"), DerivedUuid("ab", "c"));
  EXPECT_EQ(DerivedUuid("a", "b"), DerivedUuid("a", "b"));
}

TEST(IsUuid, RefusesWhatIsNone)
{
  EXPECT_TRUE(IsUuid("6ba7b812-9dad-11d1-80b4-00c04fd430c8"));
  EXPECT_FALSE(IsUuid(""));
  EXPECT_FALSE(IsUuid("6ba7b812-9dad-11d1-80b4-00c04fd430c"));
  EXPECT_FALSE(IsUuid("6ba7b812-9dad-11d1-80b4-00c04fd430c8 "));
  EXPECT_FALSE(IsUuid("6ba7b812x9dad-11d1-80b4-00c04fd430c8"));
  EXPECT_FALSE(IsUuid("6ba7b812-9dad-11d1-80b4-00c04fd430g8"));
  EXPECT_FALSE(IsUuid("../../../../../../../../../../../etc"));
}

}  // namespace
}  // namespace vlm
