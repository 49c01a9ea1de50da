// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/PictureKind.h"

#include <gtest/gtest.h>

#include "Model/Phantoms.h"

namespace vlm
{
namespace
{

TEST(PictureKind, KnowsTheModalitiesItHasRulesFor)
{
  EXPECT_EQ(KindOf(OfModality("CT")), PictureKind::Ct);
  EXPECT_EQ(KindOf(OfModality("MR")), PictureKind::Mr);
  EXPECT_EQ(KindOf(OfModality("US")), PictureKind::Ultrasound);
  EXPECT_EQ(KindOf(OfModality("MG")), PictureKind::Mammography);
  EXPECT_EQ(KindOf(OfModality("CR")), PictureKind::Radiograph);
  EXPECT_EQ(KindOf(OfModality("DX")), PictureKind::Radiograph);
}

TEST(PictureKind, FallsBackToGenericForAnythingElse)
{
  for (const char* modality : {"", "ct", "OT", "\\", "CTCTCTCTCTCTCTCTCTCTCT", "\xff\xfe"})
  {
    EXPECT_EQ(KindOf(OfModality(modality)), PictureKind::Generic) << modality;
  }
}

}  // namespace
}  // namespace vlm
