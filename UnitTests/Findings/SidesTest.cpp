// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: PS3.3 C.7.6.2.1.1 (x grows towards the patient's left) and radiological convention.
#include "Findings/Sides.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

const BoundingBox AtImageLeft{20.0, 40.0, 30.0, 30.0};
const BoundingBox AtImageRight{150.0, 40.0, 30.0, 30.0};

Frame Picture()
{
  Frame frame;
  frame.display = cv::Mat(100, 200, CV_8UC1, cv::Scalar(0));
  return frame;
}

TEST(PatientSideOf, FollowsTheDirectionOfRows)
{
  Frame axial = Picture();
  axial.imageOrientationPatient = {{1.0, 0.0, 0.0, 0.0, 1.0, 0.0}};
  EXPECT_EQ(PatientSideOf(AtImageLeft, axial), Laterality::Right);
  EXPECT_EQ(PatientSideOf(AtImageRight, axial), Laterality::Left);

  Frame flipped = Picture();
  flipped.imageOrientationPatient = {{-1.0, 0.0, 0.0, 0.0, 1.0, 0.0}};
  EXPECT_EQ(PatientSideOf(AtImageLeft, flipped), Laterality::Left);
}

TEST(PatientSideOf, IsUnknownWhereRowsDoNotRunAcross)
{
  Frame sagittal = Picture();
  sagittal.imageOrientationPatient = {{0.0, 1.0, 0.0, 0.0, 0.0, -1.0}};
  EXPECT_EQ(PatientSideOf(AtImageLeft, sagittal), Laterality::Unknown);
  EXPECT_EQ(PatientSideOf(AtImageLeft, Picture()), Laterality::Unknown);
  Frame lateral = Picture();
  lateral.patientOrientation = {"A", "F"};
  EXPECT_EQ(PatientSideOf(AtImageLeft, lateral), Laterality::Unknown);
}

TEST(PatientSideOf, FollowsPatientOrientation)
{
  Frame frame = Picture();
  frame.patientOrientation = {"L", "F"};
  EXPECT_EQ(PatientSideOf(AtImageLeft, frame), Laterality::Right);
  frame.patientOrientation = {"R", "F"};
  EXPECT_EQ(PatientSideOf(AtImageLeft, frame), Laterality::Left);
}

TEST(PatientSideOf, IsUnknownAtTheMidline)
{
  Frame frame = Picture();
  frame.patientOrientation = {"L", "F"};
  EXPECT_EQ(PatientSideOf({90.0, 40.0, 30.0, 30.0}, frame), Laterality::Unknown);  // centre at 105
  EXPECT_EQ(PatientSideOf({20.0, 10.0, 140.0, 80.0}, frame), Laterality::Unknown);
  EXPECT_EQ(PatientSideOf(AtImageLeft, Frame()), Laterality::Unknown);
}

TEST(PatientSideOf, TakesAFrontalChestRadiographAsByConvention)
{
  Frame frame = Picture();
  frame.acquisition.modality = "DX";
  frame.acquisition.bodyPart = "CHEST";
  frame.acquisition.viewPosition = "PA";
  EXPECT_EQ(PatientSideOf(AtImageLeft, frame), Laterality::Right);
  frame.acquisition.viewPosition = "LL";
  EXPECT_EQ(PatientSideOf(AtImageLeft, frame), Laterality::Unknown);
}

TEST(PatientSideOf, IsTheSideImagedOfMammogramsAndLimbs)
{
  Frame breast = Picture();
  breast.acquisition.modality = "MG";
  breast.acquisition.laterality = "L";
  EXPECT_EQ(PatientSideOf(AtImageLeft, breast), Laterality::Left);
  EXPECT_EQ(PatientSideOf(AtImageRight, breast), Laterality::Left);
  Frame knee = Picture();
  knee.acquisition.bodyPart = "KNEE";
  knee.patientOrientation = {"L", "F"};
  EXPECT_EQ(PatientSideOf(AtImageLeft, knee), Laterality::Unknown);
}

TEST(Laterality, HasAnOpposite)
{
  EXPECT_EQ(OppositeOf(Laterality::Left), Laterality::Right);
  EXPECT_EQ(OppositeOf(Laterality::Right), Laterality::Left);
  EXPECT_EQ(OppositeOf(Laterality::Bilateral), Laterality::Bilateral);
  EXPECT_EQ(LateralityFromWord("LEFT"), Laterality::Left);
  EXPECT_FALSE(LateralityFromWord("upside").has_value());
}

}  // namespace
}  // namespace vlm
