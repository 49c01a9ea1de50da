// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LesionClassifier.h"

#include <json/value.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "Foundation/EmbeddedFiles.h"
#include "Foundation/Json.h"

namespace vlm
{

EmbeddedFiles vlm_model_Files();

namespace
{

constexpr int mostQuestions = 6;  // of a tree

Error NotSuchAFile(const std::string& why)
{
  return {ErrorKind::BadInput, "The weights of the embedded detector cannot be used: " + why};
}

bool AreOurFeatures(const Json::Value& names)
{
  return names.isArray() && names.size() == featureNames.size() &&
         std::equal(names.begin(), names.end(), featureNames.begin(),
                    [](const Json::Value& name, std::string_view ours)
                    { return name.isString() && name.asString() == ours; });
}

bool AreNumbers(const Json::Value& values)
{
  return values.isArray() &&
         std::all_of(values.begin(), values.end(),
                     [](const Json::Value& value) { return value.isNumeric(); });
}

// A unit test reads the shipped file, so that it cannot fail here.
LesionClassifier Shipped(const Json::Value& weights, const std::string& name)
{
  auto classifier = LesionClassifier::From(weights, name);
  assert(classifier.HasValue());
  return std::move(classifier).Value();
}

Json::Value ShippedWeights()
{
  const auto file = vlm_model_Files().Find("Weights/offline-detector.json");
  auto weights = ParseJson(file.value_or(""));
  assert(weights.HasValue());
  return std::move(weights).Value();
}

struct ShippedClassifiers
{
  LesionClassifier mr;
  LesionClassifier ultrasound;
  LesionClassifier lungCt;
};

ShippedClassifiers AllShipped()
{
  const Json::Value weights = ShippedWeights();
  return {Shipped(weights, "Mr"), Shipped(weights, "Ultrasound"), Shipped(weights, "LungCt")};
}

}  // namespace

bool LesionClassifier::AddTree(const Json::Value& numbers, std::size_t depth)
{
  const std::size_t leaves = std::size_t{1} << depth;
  if (!AreNumbers(numbers) || numbers.size() != 2 * depth + leaves)
  {
    return false;
  }
  Tree tree;
  for (Json::ArrayIndex i = 0; i < 2 * depth; i += 2)
  {
    if (!numbers[i].isUInt() || numbers[i].asUInt() >= featureNames.size())
    {
      return false;
    }
    tree.questions.push_back({numbers[i].asUInt(), numbers[i + 1].asFloat()});
  }
  for (Json::ArrayIndex i = static_cast<Json::ArrayIndex>(2 * depth); i < numbers.size(); ++i)
  {
    tree.values.push_back(numbers[i].asDouble());
  }
  trees_.push_back(std::move(tree));
  return true;
}

Result<LesionClassifier> LesionClassifier::From(const Json::Value& weights, const std::string& name)
{
  if (!weights.isObject())
  {
    return NotSuchAFile("they are no JSON object.");
  }
  if (!AreOurFeatures(weights["Features"]))
  {
    return NotSuchAFile("they were trained for other features.");
  }
  const Json::Value& model = weights[name];
  if (!model.isObject() || !model["Base"].isNumeric() || !model["Depth"].isUInt() ||
      model["Depth"].asUInt() > mostQuestions || !model["Trees"].isArray())
  {
    return NotSuchAFile("model \"" + name + "\" is missing or incomplete.");
  }
  LesionClassifier classifier;
  classifier.base_ = model["Base"].asDouble();
  for (const Json::Value& tree : model["Trees"])
  {
    if (!classifier.AddTree(tree, model["Depth"].asUInt()))
    {
      return NotSuchAFile("a tree of model \"" + name + "\" is malformed.");
    }
  }
  return classifier;
}

double LesionClassifier::ScoreOf(const FeatureVector& features) const
{
  double score = base_;
  for (const Tree& tree : trees_)
  {
    std::size_t leaf = 0;
    for (const Question& question : tree.questions)
    {
      leaf = 2 * leaf + (features[question.feature] > question.threshold ? 1 : 0);
    }
    score += tree.values[leaf];
  }
  return score;
}

const LesionClassifier* ClassifierFor(PictureKind kind)
{
  static const ShippedClassifiers shipped = AllShipped();  // read once, never changed
  switch (kind)
  {
    case PictureKind::Mr:
      return &shipped.mr;
    case PictureKind::Ultrasound:
      return &shipped.ultrasound;
    case PictureKind::LungCt:
      return &shipped.lungCt;
    default:
      return nullptr;
  }
}

}  // namespace vlm
