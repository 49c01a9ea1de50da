// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/StoredReports.h"

#include <algorithm>
#include <utility>

#include "Report/ReportViews.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

using Reports = std::vector<Json::Value>;

constexpr std::size_t MostReads = 300;  // a study may have many thousand instances

struct Place
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
};

Result<std::vector<Place>> PlacesAbove(RestServices& services, const ResourceReference& resource)
{
  const auto description = services.images.Describe(resource.level, resource.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  std::vector<Place> places = {{resource.level, resource.orthancId}};
  if (resource.level == ResourceLevel::Instance)
  {
    places.push_back({ResourceLevel::Series, description.Value().orthancSeriesId});
  }
  if (resource.level != ResourceLevel::Study)
  {
    places.push_back({ResourceLevel::Study, description.Value().orthancStudyId});
  }
  return places;
}

// The report of the place, if it is one.
Result<Reports> ReadPlace(RestServices& services, const Place& place, ReportForm form)
{
  const auto stored = NewestReport(services.reports, form, place.level, place.orthancId);
  if (!stored.HasValue())
  {
    return stored.Failure();
  }
  const bool isReport = stored.Value() && stored.Value()->isObject();
  return isReport ? Reports{*stored.Value()} : Reports();
}

std::vector<Place> PlacesBelow(ResourceLevel level, const Json::Value& description)
{
  std::vector<Place> places;
  const bool isStudy = level == ResourceLevel::Study;
  for (const auto& orthancId : TextsOf(description, isStudy ? "Series" : "Instances"))
  {
    places.push_back({isStudy ? ResourceLevel::Series : ResourceLevel::Instance, orthancId});
  }
  return places;
}

bool EndedLater(const Json::Value& report, const Json::Value& other)
{
  // ISO 8601 texts of one form sort by time.
  return TextOf(MemberOf(report, "Timing"), "CompletedAt") >
         TextOf(MemberOf(other, "Timing"), "CompletedAt");
}

}  // namespace

Json::Value ReduceTo(const ResourceReference& resource, const Json::Value& report)
{
  if (resource.level == ResourceLevel::Instance)
  {
    return ReduceToInstance(report, resource.orthancId);
  }
  const Json::Value& tags = MemberOf(resource.description, "MainDicomTags");
  return ReduceToSeries(report, resource.orthancId, TextOf(tags, "SeriesInstanceUID"));
}

bool IsSilent(const Json::Value& whole, const Json::Value& reduced)
{
  return TextOf(whole, "Status") == "Completed" && ListOf(reduced, "Images").empty();
}

Result<Reports> StoredReports(RestServices& services, const ResourceReference& resource,
                              ReportForm form)
{
  const auto places = PlacesAbove(services, resource);
  if (!places.HasValue())
  {
    return places.Failure();
  }
  Reports silent;
  for (const auto& place : places.Value())
  {
    auto stored = ReadPlace(services, place, form);
    if (!stored.HasValue() || (!stored.Value().empty() && place.level == resource.level))
    {
      return stored;
    }
    if (stored.Value().empty())
    {
      continue;
    }
    Json::Value reduced = ReduceTo(resource, stored.Value().front());
    if (!IsSilent(stored.Value().front(), reduced))
    {
      return Reports{std::move(reduced)};
    }
    silent = silent.empty() ? Reports{std::move(reduced)} : silent;
  }
  return silent;
}

Result<Reports> StoredReportsBelow(RestServices& services, const ResourceReference& resource,
                                   ReportForm form)
{
  Reports reports;
  std::vector<Place> places = PlacesBelow(resource.level, resource.description);
  for (std::size_t i = 0; i < std::min(places.size(), MostReads); ++i)
  {
    const Place place = places[i];  // the list grows
    auto stored = ReadPlace(services, place, form);
    if (!stored.HasValue())
    {
      return stored;
    }
    reports.insert(reports.end(), stored.Value().begin(), stored.Value().end());
    if (!stored.Value().empty() || place.level == ResourceLevel::Instance)
    {
      continue;
    }
    const auto series = services.api.GetJson("/series/" + place.orthancId);
    if (!series.HasValue())
    {
      return series.Failure();
    }
    const auto below = PlacesBelow(place.level, series.Value());
    places.insert(places.end(), below.begin(), below.end());
  }
  std::stable_sort(reports.begin(), reports.end(), EndedLater);
  return reports;
}

}  // namespace vlm
