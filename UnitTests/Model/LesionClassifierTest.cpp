// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LesionClassifier.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

std::string FileWith(const std::string& model)
{
  std::string names;
  for (const std::string_view name : featureNames)
  {
    names += (names.empty() ? "\"" : ",\"") + std::string(name) + "\"";
  }
  return "{\"Features\": [" + names + "], \"Mr\": " + model + "}";
}

Result<LesionClassifier> Parsed(const std::string& json, const std::string& name)
{
  return LesionClassifier::From(ParseJson(json).Value(), name);
}

// Two questions: feature 0 above 1.5? feature 2 above -1?
constexpr const char* twoTrees =
    R"({"Depth": 2, "Base": -1.0, "Trees": [[0, 1.5, 2, -1, 10, 20, 30, 40],
                                            [1, 0, 1, 5, 0.1, 0, 0.2, 0.3]]})";

// Expected by hand: the leaf's number has the answers as binary digits, first question first.
TEST(LesionClassifier, AddsUpTheLeavesThatTheAnswersLeadTo)
{
  const auto classifier = Parsed(FileWith(twoTrees), "Mr");
  ASSERT_TRUE(classifier.HasValue()) << classifier.Failure().message;
  FeatureVector features{};
  EXPECT_NEAR(classifier.Value().ScoreOf(features), -1.0 + 20 + 0.1, 1e-12);
  features[2] = -1.0F;  // not above
  EXPECT_NEAR(classifier.Value().ScoreOf(features), -1.0 + 10 + 0.1, 1e-12);
  features[0] = 2.0F;
  features[1] = 6.0F;
  EXPECT_NEAR(classifier.Value().ScoreOf(features), -1.0 + 30 + 0.3, 1e-12);
}

TEST(LesionClassifier, RefusesWhatIsNoFileOfWeights)
{
  const auto isRefused = [](const std::string& json)
  {
    const auto classifier = Parsed(json, "Mr");
    return !classifier.HasValue() && classifier.Failure().kind == ErrorKind::BadInput;
  };
  EXPECT_TRUE(isRefused("7"));
  EXPECT_TRUE(isRefused("[]"));
  EXPECT_TRUE(isRefused("{}"));
  EXPECT_TRUE(isRefused(R"({"Features": ["size"]})"));
  EXPECT_TRUE(isRefused(FileWith("{}")));
  EXPECT_TRUE(isRefused(FileWith(R"({"Depth": 1, "Base": 0, "Trees": [[0, 1, 5]]})")));
  EXPECT_TRUE(isRefused(FileWith(R"({"Depth": 1, "Base": 0, "Trees": [[99, 1, 5, 6]]})")));
  EXPECT_TRUE(isRefused(FileWith(R"({"Depth": 1, "Base": 0, "Trees": [[0, 1, "a", 6]]})")));
  EXPECT_TRUE(isRefused(FileWith(R"({"Depth": 60, "Base": 0, "Trees": []})")));
  EXPECT_FALSE(Parsed(FileWith(twoTrees), "Us").HasValue());
}

TEST(LesionClassifier, IsShippedForTheKindsThatWereLearnt)
{
  FeatureVector features{};
  for (const PictureKind kind : {PictureKind::Mr, PictureKind::Ultrasound, PictureKind::LungCt})
  {
    ASSERT_NE(ClassifierFor(kind), nullptr);
    EXPECT_TRUE(std::isfinite(ClassifierFor(kind)->ScoreOf(features)));
  }
  for (const PictureKind kind :
       {PictureKind::Ct, PictureKind::Mammography, PictureKind::Radiograph, PictureKind::Generic})
  {
    EXPECT_EQ(ClassifierFor(kind), nullptr);
  }
}

}  // namespace
}  // namespace vlm
