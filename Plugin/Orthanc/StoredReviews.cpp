// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/StoredReviews.h"

#include <string>
#include <utility>

#include "Foundation/Json.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{

bool HasReview(const Json::Value& stored)
{
  return RevisionOf(stored) > 0 || !ListOf(stored, "Reviews").empty();
}

Result<void> AppendReview(const Json::Value& review, int baseRevision, Json::Value& stored)
{
  if (RevisionOf(stored) != baseRevision)
  {
    return OtherRevision(stored, baseRevision);
  }
  if (baseRevision >= MostReviews || ListOf(stored, "Reviews").size() >= MostReviews)
  {
    return Error{ErrorKind::TooLarge, "The report has " + std::to_string(MostReviews) +
                                          " reviews, which is the most; this one is not stored."};
  }
  Json::Value numbered = review;
  numbered["Revision"] = baseRevision + 1;
  Json::Value& reviews = stored["Reviews"];
  reviews = reviews.isArray() ? reviews : Json::Value(Json::arrayValue);
  reviews.append(std::move(numbered));
  stored["Review"] = Json::Value();  // of a report that was recovered with its review applied
  const std::size_t bytes = WriteReadableJson(stored).size();
  return bytes <= MostReportBytes
             ? Result<void>()
             : Error{ErrorKind::TooLarge, "With this review the report would be of " +
                                              std::to_string(bytes) + " bytes; the most is " +
                                              std::to_string(MostReportBytes) +
                                              ". The review is not stored."};
}

}  // namespace vlm
