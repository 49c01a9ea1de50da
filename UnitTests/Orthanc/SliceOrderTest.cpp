// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: lists ordered by hand.
#include "Orthanc/SliceOrder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* Axial = R"(1\0\0\0\1\0)";      // normal (0, 0, 1)
constexpr const char* Sagittal = R"(0\1\0\0\0\-1)";  // normal (-1, 0, 0)

struct Slices
{
  Json::Value list{Json::arrayValue};

  Slices& Add(const std::string& id, const char* orientation, const char* position,
              const char* number = nullptr)
  {
    Json::Value instance;
    instance["ID"] = id;
    Json::Value& tags = instance["MainDicomTags"] = Json::Value(Json::objectValue);
    for (const auto& [name, value] :
         {std::pair{"ImageOrientationPatient", orientation},
          std::pair{"ImagePositionPatient", position}, std::pair{"InstanceNumber", number}})
    {
      if (value != nullptr)
      {
        tags[name] = value;
      }
    }
    list.append(instance);
    return *this;
  }
  std::vector<std::string> Ordered() const
  {
    std::vector<std::string> ids;
    for (const auto& one : SlicesInOrder(list))
    {
      ids.push_back(one.frames.orthancId);
    }
    return ids;
  }
};

int FramesFor(const Json::Value& numberOfFrames)
{
  Slices slices;
  slices.Add("a", nullptr, nullptr);
  slices.list[0]["MainDicomTags"]["NumberOfFrames"] = numberOfFrames;
  return SlicesInOrder(slices.list).at(0).frames.frames;
}

TEST(SlicesInOrder, FollowTheSliceNormal)
{
  Slices axial;
  axial.Add("top", Axial, R"(0\0\100)", "1")
      .Add("bottom", Axial, R"(0\0\-20.5)", "2")
      .Add("middle", Axial, R"(0\0\9)", "3");
  EXPECT_THAT(axial.Ordered(), ElementsAre("bottom", "middle", "top"));
  Slices sagittal;
  sagittal.Add("right", Sagittal, R"(-50\0\0)")
      .Add("left", Sagittal, R"(50\0\0)")
      .Add("centre", Sagittal, R"(0\3\3)");
  EXPECT_THAT(sagittal.Ordered(), ElementsAre("left", "centre", "right"));
}

TEST(SlicesInOrder, FollowTheInstanceNumberWhereOrientationsDiffer)
{
  Slices localizers;
  localizers.Add("second", Axial, R"(0\0\0)", "2")
      .Add("tenth", Sagittal, R"(0\0\0)", "10")
      .Add("first", Axial, R"(0\0\100)", "1");
  EXPECT_THAT(localizers.Ordered(), ElementsAre("first", "second", "tenth"));
}

TEST(SlicesInOrder, FollowTheInstanceNumberWhereAPositionIsMissingOrUnreadable)
{
  for (const char* position : {static_cast<const char*>(nullptr), "", R"(0\0)", R"(0\0\0\0)",
                               R"(a\b\c)", R"(0\0\nan)", R"(0\0\1e999)", R"(0\\5)", R"(0\0\5mm)"})
  {
    Slices slices;
    slices.Add("third", Axial, R"(0\0\1)", "3")
        .Add("first", Axial, position, "1")
        .Add("second", Axial, R"(0\0\2)", " 2 ");
    EXPECT_THAT(slices.Ordered(), ElementsAre("first", "second", "third"))
        << (position == nullptr ? "missing" : position);
  }
}

TEST(SlicesInOrder, KeepOrthancsOrderWhereNothingElseIsKnown)
{
  for (const char* number : {static_cast<const char*>(nullptr), "", "nan", "x"})
  {
    Slices slices;
    slices.Add("b", nullptr, nullptr, "2")
        .Add("a", nullptr, nullptr, number)
        .Add("c", nullptr, nullptr, "1");
    EXPECT_THAT(slices.Ordered(), ElementsAre("b", "a", "c"));
  }
}

TEST(SlicesInOrder, FollowTheInstanceNumberAtOnePlace)
{
  Slices phases;
  phases.Add("upper2", Axial, R"(0\0\5)", "4")
      .Add("lower2", Axial, R"(0\0\0)", "3")
      .Add("lower1", Axial, R"(0\0\0)", "1")
      .Add("upper1", Axial, R"(0\0\5)", "2");
  EXPECT_THAT(phases.Ordered(), ElementsAre("lower1", "lower2", "upper1", "upper2"));
  Slices flat;
  flat.Add("second", R"(1\0\0\1\0\0)", R"(0\0\0)", "2")
      .Add("first", R"(1\0\0\1\0\0)", R"(0\0\9)", "1");
  EXPECT_THAT(flat.Ordered(), ElementsAre("first", "second")) << "an orientation without a normal";
}

TEST(SlicesInOrder, TellWhereTheyLieWhereThatOrdersThem)
{
  Slices axial;
  axial.Add("top", Axial, R"(0\0\100)", "1").Add("bottom", Axial, R"(0\0\-20.5)", "2");
  const auto slices = SlicesInOrder(axial.list);
  EXPECT_EQ(slices[0].alongNormalMm, -20.5);
  EXPECT_EQ(slices[0].instanceNumber, 2);
  EXPECT_EQ(slices[1].alongNormalMm, 100);
  axial.Add("other", Sagittal, R"(0\0\0)", "3");
  for (const auto& slice : SlicesInOrder(axial.list))
  {
    EXPECT_FALSE(slice.alongNormalMm) << slice.frames.orthancId;
  }
}

TEST(SlicesInOrder, StandHugeNumbers)
{
  Slices slices;
  slices.Add("far", Axial, R"(0\0\1e300)", "99999999999999999999")
      .Add("near", Axial, R"(0\0\-1e300)", "-5");
  EXPECT_THAT(slices.Ordered(), ElementsAre("near", "far"));
}

TEST(SlicesInOrder, CountFramesWithinBounds)
{
  EXPECT_EQ(FramesFor("12"), 12);
  EXPECT_EQ(FramesFor("1"), 1);
  for (const char* text : {"", "0", "-7", "x", "nan", "-inf"})
  {
    EXPECT_EQ(FramesFor(text), 1) << text;
  }
  EXPECT_EQ(FramesFor("99999999999999999999"), 1000000);
  EXPECT_EQ(FramesFor(Json::Value(7)), 1) << "not a text";
}

TEST(SlicesInOrder, AreNoneWithoutAList)
{
  EXPECT_THAT(SlicesInOrder(Json::Value()), IsEmpty());
  EXPECT_THAT(SlicesInOrder(Json::Value(Json::arrayValue)), IsEmpty());
  EXPECT_THAT(SlicesInOrder(Json::Value(Json::objectValue)), IsEmpty());
}

}  // namespace
}  // namespace vlm
