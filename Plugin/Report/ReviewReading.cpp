// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewReading.h"

#include <algorithm>
#include <string>
#include <utility>

#include "Report/ReviewItemReading.h"
#include "Report/ReviewStatement.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Error Refuse(const std::string& sentence)
{
  return Error{ErrorKind::BadInput, sentence};
}

// The list at `key`; none if it is missing.
Result<Json::Value> ReadList(const Json::Value& body, const char* key, std::size_t most)
{
  const Json::Value& list = MemberOf(body, key);
  if (list.isNull())
  {
    return Json::Value(Json::arrayValue);
  }
  if (!list.isArray())
  {
    return Refuse(std::string(key) + " must be a list.");
  }
  if (list.size() > most)
  {
    return Refuse(std::string(key) + " has " + std::to_string(list.size()) +
                  " items; allowed are " + std::to_string(most) + ".");
  }
  return list;
}

bool WasSignedOff(const Json::Value& stored)
{
  const Json::Value& reviews = ListOf(stored, "Reviews");
  return std::any_of(reviews.begin(), reviews.end(),
                     [](const Json::Value& review)
                     { return MemberOf(review, "SignOff").isObject(); });
}

Result<Json::Value> ReadSignOff(const Json::Value& body, const Json::Value& stored,
                                const ReviewItemReader& reader)
{
  const Json::Value& signOff = MemberOf(body, "SignOff");
  if (signOff.isNull())
  {
    if (WasSignedOff(stored))
    {
      return Refuse(
          "SignOff is missing; this report was signed off, and so must be what amends it.");
    }
    return Json::Value();
  }
  if (!signOff.isObject())
  {
    return Refuse("SignOff must be an object with a Name, or null.");
  }
  const Result<std::string> name = ReadSignerName(signOff);
  const Result<void> complete = reader.CheckComplete();
  if (!name.HasValue() || !complete.HasValue())
  {
    return name.HasValue() ? complete.Failure() : name.Failure();
  }
  Json::Value read;
  read["Name"] = name.Value();
  return read;
}

// Whether a review of this report may be written at all, and is made from its newest state.
Result<void> CheckState(const Json::Value& body, const Json::Value& stored)
{
  if (!body.isObject())
  {
    return Refuse("A review must be an object.");
  }
  const auto revision = CountOf(body, "Revision");
  if (!revision)
  {
    return Refuse("Revision must be the number of the review that this one replaces, or 0.");
  }
  if (TextOf(stored, "Status") == "Failed")
  {
    return Error{ErrorKind::Conflict, "The analysis failed; there is nothing to review."};
  }
  return *revision == RevisionOf(stored) ? Result<void>() : OtherRevision(stored, *revision);
}

Result<Json::Value> ReadDecisions(const Json::Value& body, ReviewItemReader& reader)
{
  Result<Json::Value> list = ReadList(
      body, "Findings", std::max<std::size_t>(MostReviewedFindings, reader.FindingsOfReport()));
  if (!list.HasValue())
  {
    return list;
  }
  Json::Value decisions(Json::arrayValue);
  for (Json::ArrayIndex i = 0; i < list.Value().size(); ++i)
  {
    Result<Json::Value> decision =
        reader.ReadDecision(list.Value()[i], "Findings[" + std::to_string(i) + "]");
    if (!decision.HasValue())
    {
      return decision;
    }
    decisions.append(std::move(decision).Value());
  }
  return decisions;
}

Result<Json::Value> ReadAllAdded(const Json::Value& body, ReviewItemReader& reader)
{
  Result<Json::Value> list = ReadList(body, "Added", MostReviewedFindings);
  if (!list.HasValue())
  {
    return list;
  }
  Json::Value all(Json::arrayValue);
  for (Json::ArrayIndex i = 0; i < list.Value().size(); ++i)
  {
    Result<Json::Value> added = reader.ReadAdded(list.Value()[i], i);
    if (!added.HasValue())
    {
      return added;
    }
    all.append(std::move(added).Value());
  }
  return all;
}

}  // namespace

Result<Json::Value> ReadReview(const Json::Value& body, const Json::Value& stored)
{
  const Result<void> state = CheckState(body, stored);
  if (!state.HasValue())
  {
    return state.Failure();
  }
  ReviewItemReader reader(stored);
  Json::Value review;
  using Read = Result<Json::Value> (*)(const Json::Value&, ReviewItemReader&);
  for (const auto& [key, read] : {std::pair<const char*, Read>{"Findings", ReadDecisions},
                                  std::pair<const char*, Read>{"Added", ReadAllAdded}})
  {
    Result<Json::Value> list = read(body, reader);
    if (!list.HasValue())
    {
      return list;
    }
    review[key] = std::move(list).Value();
  }
  const Result<std::string> impression =
      ReadReviewText(body, "Impression", "", MostImpressionCharacters);
  Result<Json::Value> signOff = ReadSignOff(body, stored, reader);
  if (!impression.HasValue() || !signOff.HasValue())
  {
    return impression.HasValue() ? signOff.Failure() : impression.Failure();
  }
  review["Impression"] =
      impression.Value().empty() ? Json::Value() : Json::Value(impression.Value());
  review["SignOff"] = std::move(signOff).Value();
  return review;
}

}  // namespace vlm
