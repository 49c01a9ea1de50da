// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Arrivals.h"

#include <utility>

#include "Orthanc/KeyImages.h"
#include "Orthanc/OwnObjects.h"
#include "Orthanc/RuleAttributes.h"
#include "Results/OwnEquipment.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostSeriesRemembered = 1000;

std::string Lookup(const std::map<std::string, std::string>& tags, const char* name)
{
  const auto found = tags.find(name);
  return found == tags.end() ? std::string() : found->second;
}

Json::Value OnlyOne(const std::string& instanceId)
{
  Json::Value list(Json::arrayValue);
  list.append(instanceId);
  return list;
}

}  // namespace

Arrivals::Arrivals(const OrthancApi& api, const Clock& clock, ArrivalSettings settings)
    : api_(api),
      clock_(clock),
      settings_(std::move(settings)),
      canMatch_(CanMatchAnything(settings_.rules))
{
}

Arrivals::Series* Arrivals::FindSeries(const std::string& seriesId)
{
  const auto known = series_.find(seriesId);
  if (known != series_.end())
  {
    return &known->second;
  }
  const Json::Value answer = Ask("/series/" + seriesId);
  if (answer.isNull())
  {
    return nullptr;
  }
  if (series_.size() >= MostSeriesRemembered)
  {
    series_.clear();
  }
  Series series;
  series.studyId = answer["ParentStudy"].asString();
  const Json::Value& tags = answer["MainDicomTags"];
  for (const auto& name : tags.getMemberNames())
  {
    series.tags[name] = tags[name].asString();
  }
  return &(series_[seriesId] = std::move(series));
}

// Null: there is no such thing (any more).
Json::Value Arrivals::Ask(const std::string& path)
{
  auto answer = api_.GetJson(path);
  if (answer.HasValue())
  {
    return std::move(answer).Value();
  }
  if (answer.Failure().kind != ErrorKind::NotFound)
  {
    trouble_ = answer.Failure();
  }
  return {};
}

std::string Arrivals::Metadata(const std::string& instanceId, const char* name)
{
  const auto value = api_.Get("/instances/" + instanceId + "/metadata/" + name);
  if (!value.HasValue() && value.Failure().kind != ErrorKind::NotFound)
  {
    trouble_ = value.Failure();
  }
  return value.HasValue() ? value.Value() : std::string();
}

Arrivals::Outcome Arrivals::OutcomeOf(std::optional<AnalysisOrder> order)
{
  if (trouble_)
  {
    Error trouble = *trouble_;
    trouble_.reset();
    return trouble;
  }
  return order;
}

Arrivals::Outcome Arrivals::OfInstance(const std::string& instanceId)
{
  return OutcomeOf(InstanceOrder(instanceId));
}

Arrivals::Outcome Arrivals::OfStableSeries(const std::string& seriesId)
{
  return OutcomeOf(SeriesOrder(seriesId));
}

Arrivals::Outcome Arrivals::OfStableStudy(const std::string& studyId)
{
  return OutcomeOf(StudyOrder(studyId));
}

const IngestRule* Arrivals::Match(const Series& series, const std::string& instanceId)
{
  const IngestRule* rule =
      MatchRule(settings_.rules,
                [&](RuleAttribute attribute)
                {
                  const char* tag = SeriesTag(attribute);
                  return tag != nullptr ? Lookup(series.tags, tag)
                                        : Metadata(instanceId, InstanceMetadata(attribute));
                });
  if (rule == nullptr || Lookup(series.tags, "Manufacturer") == OwnManufacturer)
  {
    return nullptr;
  }
  const std::string sopClass = Metadata(instanceId, "SopClassUid");
  return ShowsNoPicture(sopClass, Lookup(series.tags, "Modality")) || IsOwn(instanceId, sopClass)
             ? nullptr
             : rule;
}

bool Arrivals::IsOwn(const std::string& instanceId, const std::string& sopClassUid)
{
  const auto isOwn = IsOwnPicture(api_, instanceId, sopClassUid);
  if (!isOwn.HasValue())
  {
    trouble_ = isOwn.Failure();
  }
  return isOwn.HasValue() && isOwn.Value();
}

// A series that is analysed as a whole is not if all it has is localizers, dose pages or copies of
// screens: nobody reads them, and they would come with every examination.
bool Arrivals::HasKeyImages(Series& series, const Json::Value& instances)
{
  constexpr Json::ArrayIndex most = 64;  // more are no localizers
  series.hasKeyImages = series.hasKeyImages || instances.size() > most;
  for (Json::ArrayIndex i = 0; i < instances.size() && !series.hasKeyImages; ++i)
  {
    const auto isKey = IsKeyImage(api_, instances[i].asString(), Lookup(series.tags, "Modality"));
    if (!isKey.HasValue())
    {
      trouble_ = isKey.Failure();
      return false;
    }
    series.hasKeyImages = isKey.Value();
  }
  return series.hasKeyImages;
}

std::optional<AnalysisOrder> Arrivals::Order(const IngestRule* rule, ResourceLevel level,
                                             const std::string& orthancId) const
{
  if (rule == nullptr || rule->level != level)
  {
    return std::nullopt;
  }
  AnalysisOrder order;
  order.level = level;
  order.orthancId = orthancId;
  order.model = rule->model;
  order.maxImages = rule->maxImages;
  order.language = settings_.language;
  return order;
}

Arrivals::Outcome Arrivals::OfChange(const std::string& changeType, const std::string& id)
{
  if (changeType == "NewInstance")
  {
    return OfInstance(id);
  }
  if (changeType == "StableSeries")
  {
    return OfStableSeries(id);
  }
  if (changeType == "StableStudy")
  {
    return OfStableStudy(id);
  }
  return std::optional<AnalysisOrder>();
}

std::optional<AnalysisOrder> Arrivals::InstanceOrder(const std::string& instanceId)
{
  const Json::Value instance = Ask("/instances/" + instanceId);
  if (instance.isNull())
  {
    return std::nullopt;
  }
  const std::string seriesId = instance["ParentSeries"].asString();
  Series* series = FindSeries(seriesId);
  const IngestRule* rule = series == nullptr ? nullptr : Match(*series, instanceId);
  if (rule == nullptr ||
      (rule->level != ResourceLevel::Instance && !HasKeyImages(*series, OnlyOne(instanceId))))
  {
    return std::nullopt;
  }
  if (rule->level == ResourceLevel::Study)
  {
    return WholeOrder(rule, series->studyId, "", series->studyId);
  }
  if (rule->level == ResourceLevel::Series)
  {
    return WholeOrder(rule, seriesId, seriesId, series->studyId);
  }
  auto order = Order(rule, ResourceLevel::Instance, instanceId);
  order->orthancSeriesId = seriesId;
  order->orthancStudyId = series->studyId;
  return order;
}

// The order for all of a series or study to which more images may come.
std::optional<AnalysisOrder> Arrivals::WholeOrder(const IngestRule* rule, const std::string& id,
                                                  const std::string& seriesId,
                                                  const std::string& studyId) const
{
  auto order = Order(rule, rule->level, id);
  order->orthancSeriesId = seriesId;
  order->orthancStudyId = studyId;
  order->contentVersion = "arriving";
  order->notBefore = clock_.Now() + settings_.patience;
  return order;
}

std::optional<AnalysisOrder> Arrivals::SeriesOrder(const std::string& seriesId)
{
  // Tags of a series may have come with a later instance.
  series_.erase(seriesId);
  const Json::Value answer = Ask("/series/" + seriesId);
  Series* series = FindSeries(seriesId);
  if (answer.isNull() || series == nullptr || answer["Instances"].empty())
  {
    return std::nullopt;
  }
  const std::string firstInstance = answer["Instances"][0].asString();
  auto order = Order(Match(*series, firstInstance), ResourceLevel::Series, seriesId);
  if (order && !HasKeyImages(*series, answer["Instances"]))
  {
    return std::nullopt;
  }
  if (order)
  {
    order->orthancSeriesId = seriesId;
    order->orthancStudyId = series->studyId;
    order->contentVersion = ContentVersionOf(answer);
  }
  return order;
}

std::optional<AnalysisOrder> Arrivals::StudyOrder(const std::string& studyId)
{
  const Json::Value study = Ask("/studies/" + studyId);
  if (study.isNull())
  {
    return std::nullopt;
  }
  for (const auto& id : study["Series"])
  {
    Series* series = FindSeries(id.asString());
    const Json::Value answer = Ask("/series/" + id.asString());
    if (series == nullptr || answer.isNull() || answer["Instances"].empty())
    {
      continue;
    }
    auto order =
        Order(Match(*series, answer["Instances"][0].asString()), ResourceLevel::Study, studyId);
    if (order && HasKeyImages(*series, answer["Instances"]))
    {
      order->orthancStudyId = studyId;
      const auto version = ContentVersionOfStudy(api_, study);
      if (!version.HasValue())
      {
        trouble_ = version.Failure();
        return std::nullopt;
      }
      order->contentVersion = version.Value();
      return order;
    }
  }
  return std::nullopt;
}

}  // namespace vlm
