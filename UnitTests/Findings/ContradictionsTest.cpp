// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/Contradictions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Frame AxialHead()
{
  Frame frame;
  frame.display = cv::Mat(100, 200, CV_8UC1, cv::Scalar(0));
  frame.imageOrientationPatient = {{1.0, 0.0, 0.0, 0.0, 1.0, 0.0}};
  frame.acquisition.modality = "CT";
  frame.acquisition.bodyPart = "HEAD";
  return frame;
}

CandidateFinding Mass(Laterality side)
{
  CandidateFinding finding;
  finding.label = "Mass";
  finding.laterality = side;
  return finding;
}

std::vector<std::string> WarningsOf(ParsedReply reply)
{
  return CheckContradictions(std::move(reply), {AxialHead()}).warnings;
}

std::vector<std::string> WarningsOf(const CandidateFinding& finding)
{
  ParsedReply reply;
  reply.findings = {finding};
  return WarningsOf(reply);
}

TEST(CheckContradictions, DropsADuplicate)
{
  ParsedReply reply;
  CandidateFinding first = Mass(Laterality::Right);
  first.box = BoundingBox{20.0, 20.0, 40.0, 40.0};
  CandidateFinding again = first;
  again.label = "mass";
  again.box = BoundingBox{21.0, 20.0, 40.0, 40.0};
  CandidateFinding elsewhere = first;
  elsewhere.box = BoundingBox{20.0, 60.0, 40.0, 40.0};
  reply.findings = {first, again, elsewhere};
  const ParsedReply checked = CheckContradictions(reply, {AxialHead()});
  EXPECT_THAT(checked.findings, SizeIs(2));
  EXPECT_THAT(checked.warnings, ElementsAre(HasSubstr("Finding 2 (mass) repeats")));
}

TEST(CheckContradictions, WarnsOfABoxOnTheOtherSide)
{
  CandidateFinding finding = Mass(Laterality::Left);
  finding.box = BoundingBox{20.0, 20.0, 30.0, 30.0};  // the image's left: the patient's right
  EXPECT_THAT(WarningsOf(finding), ElementsAre(HasSubstr("box lies on the patient's right")));
  finding.laterality = Laterality::Right;
  EXPECT_THAT(WarningsOf(finding), IsEmpty());
  finding.laterality = Laterality::Bilateral;
  EXPECT_THAT(WarningsOf(finding), IsEmpty());
}

TEST(CheckContradictions, WarnsOnceOfATextThatSaysTheOtherSide)
{
  CandidateFinding finding = Mass(Laterality::Left);
  finding.anatomy = "Right frontal lobe";
  finding.description = "A mass in the right frontal lobe.";
  EXPECT_THAT(WarningsOf(finding), ElementsAre(HasSubstr("its anatomy says right")));
}

TEST(CheckContradictions, RaisesNoFalseAlarmOverSides)
{
  for (const char* description :
       {"Causes midline shift to the right.", "Compresses the right ventricle.",
        "Left frontal mass, larger than the right.", "Bright; right is normal on the left.",
        "In the upper right part of the picture.", "Extends to both sides, right and left."})
  {
    CandidateFinding finding = Mass(Laterality::Left);
    finding.description = description;
    EXPECT_THAT(WarningsOf(finding), IsEmpty()) << description;
  }
}

TEST(CheckContradictions, WarnsOfANarrativeThatSaysTheOtherSide)
{
  ParsedReply reply;
  reply.findings = {Mass(Laterality::Left)};
  reply.narrative.impression = "There is a mass in the right frontal lobe.";
  EXPECT_THAT(WarningsOf(reply), ElementsAre(HasSubstr("the narrative says right")));
  reply.narrative.impression = "No mass on the right. The left mass is large.";
  EXPECT_THAT(WarningsOf(reply), IsEmpty());
  reply.narrative.impression = "Right mass.";
  reply.findings.push_back(Mass(Laterality::Right));
  EXPECT_THAT(WarningsOf(reply), IsEmpty());
}

TEST(CheckContradictions, WarnsOfAnotherModality)
{
  ParsedReply reply;
  reply.narrative.technique = "Transverse ultrasound image.";
  EXPECT_THAT(WarningsOf(reply), ElementsAre(HasSubstr("\"ultrasound\"")));
  for (const char* technique : {"Axial CT, compared with an MRI.", "Axial image.", "Structure",
                                "PET/CT", "Head CT angiography"})
  {
    reply.narrative.technique = technique;
    EXPECT_THAT(WarningsOf(reply), IsEmpty()) << technique;
  }
}

TEST(CheckContradictions, WarnsOfAnotherBodyPart)
{
  ParsedReply reply;
  reply.findings = {Mass(Laterality::Unknown)};
  reply.findings[0].anatomy = "Liver";
  EXPECT_THAT(WarningsOf(reply), ElementsAre(HasSubstr("\"liver\"")));
  reply.narrative.technique = "Axial slice of the brain";
  EXPECT_THAT(WarningsOf(reply), IsEmpty());
  Frame chest = AxialHead();
  chest.acquisition.bodyPart = "CHEST";
  reply.narrative.technique.clear();
  EXPECT_THAT(CheckContradictions(reply, {chest}).warnings, IsEmpty());  // neighbours
}

TEST(CheckContradictions, NeedsNoFrames)
{
  CandidateFinding finding = Mass(Laterality::Left);
  finding.image = 7;
  finding.box = BoundingBox{20.0, 20.0, 30.0, 30.0};
  ParsedReply reply;
  reply.findings = {finding};
  EXPECT_THAT(CheckContradictions(reply, {}).warnings, IsEmpty());
  EXPECT_THAT(WarningsOf(reply), IsEmpty());
}

}  // namespace
}  // namespace vlm
