// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/SchemaCheck.h"

#include <cctype>
#include <exception>
#include <string>
#include <utility>
#include <valijson/adapters/jsoncpp_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

// valijson writes "<root>" and then every step in brackets: "[findings]", "[2]".
std::vector<std::string> StepsOf(const valijson::ValidationResults::Error& problem)
{
  std::vector<std::string> steps;
  for (std::size_t i = 1; i < problem.context.size(); ++i)
  {
    const std::string& step = problem.context[i];
    steps.push_back(step.size() >= 2 ? step.substr(1, step.size() - 2) : step);
  }
  return steps;
}

// What the schema says belongs at `steps`; null where it says nothing.
Json::Value SchemaAt(const Json::Value& schema, const std::vector<std::string>& steps)
{
  const Json::Value& definitions = schema["definitions"];
  const auto resolve = [&definitions](const Json::Value& part)
  {
    const std::string reference = part.isObject() ? part.get("$ref", "").asString() : "";
    const std::string prefix = "#/definitions/";
    return reference.rfind(prefix, 0) == 0 ? definitions[reference.substr(prefix.size())] : part;
  };
  Json::Value place = schema;
  for (const std::string& step : steps)
  {
    const bool isIndex = !step.empty() && std::isdigit(static_cast<unsigned char>(step[0])) != 0;
    place = resolve(isIndex ? place["items"] : place["properties"][step]);
    if (!place.isObject())
    {
      return {};
    }
  }
  return place;
}

std::string Explain(const valijson::ValidationResults::Error& problem, const Json::Value& schema)
{
  const std::vector<std::string> steps = StepsOf(problem);
  std::string pointer;
  for (const std::string& step : steps)
  {
    pointer += "/" + step;
  }
  const std::string where = pointer.empty() ? "The whole" : pointer;
  const Json::Value place = SchemaAt(schema, steps);
  const bool isMissing = problem.description.rfind("Missing required", 0) == 0;
  if (!isMissing && place.isObject() && place.isMember("description"))
  {
    return where + ": expected " + place["description"].asString();
  }
  return where + ": " + problem.description;
}

}  // namespace

struct SchemaCheck::Compiled
{
  Json::Value json;
  valijson::Schema schema;
};

SchemaCheck::SchemaCheck(std::string_view schemaText)
{
  const Result<Json::Value> json = ParseJson(schemaText);
  if (!json.HasValue() || !json.Value().isObject())
  {
    return;
  }
  try
  {
    auto compiled = std::make_shared<Compiled>();
    compiled->json = json.Value();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::JsonCppAdapter(compiled->json), compiled->schema);
    compiled_ = std::move(compiled);
  }
  catch (const std::exception&)  // valijson throws on a broken schema; Check() reports it
  {
    compiled_.reset();
  }
}

Result<void> SchemaCheck::Check(const Json::Value& value) const
{
  if (!compiled_)
  {
    return Error{ErrorKind::Internal, "A JSON schema compiled into this program is broken."};
  }
  try
  {
    valijson::Validator validator;
    valijson::ValidationResults problems;
    if (validator.validate(compiled_->schema, valijson::adapters::JsonCppAdapter(value), &problems))
    {
      return {};
    }
    valijson::ValidationResults::Error first;
    problems.popError(first);
    return Error{ErrorKind::BadInput, Explain(first, compiled_->json)};
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::Internal, std::string("A JSON schema is broken: ") + problem.what()};
  }
}

}  // namespace vlm
