// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/ReplyRepair.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

bool IsFinding(const Json::Value& item)
{
  return item.isObject() && item.isMember("label") && !item.isMember("findings");
}

// The number that a text such as "0.8" holds; by the JSON reader, which knows no locale.
std::optional<Json::Value> NumberIn(const Json::Value& value)
{
  if (value.isNumeric())
  {
    return value;
  }
  if (!value.isString() || value.asString().size() > 32)
  {
    return std::nullopt;
  }
  const auto number = ParseJson(value.asString());
  const bool isNumber = number.HasValue() && number.Value().isNumeric();
  return isNumber ? std::optional(number.Value()) : std::nullopt;
}

class Repair
{
public:
  explicit Repair(Json::Value& reply) : reply_(reply) {}

  std::vector<std::string> Run()
  {
    Unwrap();
    if (reply_.isObject())
    {
      RepairFindings();
      for (const char* key : {"technique", "findings_text", "impression"})
      {
        MakeText(reply_, key, "The reply");
      }
      for (const char* key : {"recommendations", "limitations"})
      {
        MakeList(reply_, key, "The reply");
      }
    }
    return std::move(warnings_);
  }

private:
  void Warn(const std::string& who, const std::string& what)
  {
    warnings_.push_back(who + " " + what);
  }

  void Unwrap()
  {
    if (!reply_.isArray() || reply_.empty())
    {
      return;
    }
    if (std::all_of(reply_.begin(), reply_.end(), IsFinding))
    {
      Json::Value wrapped;
      wrapped["findings"] = std::move(reply_);
      wrapped["no_abnormality"] = false;
      reply_ = std::move(wrapped);
      Warn("The reply", "is a bare list of findings.");
    }
    else if (reply_.size() == 1 && reply_[0].isObject())
    {
      Json::Value only = reply_[0];
      reply_ = std::move(only);
      Warn("The reply", "stands in a list of one.");
    }
  }

  void RepairFindings()
  {
    Json::Value& findings = reply_["findings"];
    if (!findings.isArray())
    {
      if (findings.isNull())
      {
        reply_.removeMember("findings");
      }
      return;
    }
    if (!findings.empty() && !reply_.isMember("no_abnormality"))
    {
      reply_["no_abnormality"] = false;
      Warn("The reply", "has findings but does not say whether there is no abnormality.");
    }
    for (Json::ArrayIndex i = 0; i < findings.size(); ++i)
    {
      if (findings[i].isObject())
      {
        RepairFinding(findings[i], "Finding " + std::to_string(i + 1));
      }
    }
  }

  void RepairFinding(Json::Value& finding, const std::string& name)
  {
    RepairScore(finding, name);
    RepairBox(finding, name);
    if (finding.isMember("image") && finding["image"].isString())
    {
      finding["image"] = NumberIn(finding["image"]).value_or(finding["image"]);
    }
    for (const char* key : {"description", "evidence", "anatomy", "severity", "category"})
    {
      MakeText(finding, key, name);
    }
    MakeList(finding, "differential", name);
  }

  void RepairScore(Json::Value& finding, const std::string& name)
  {
    if (!finding.isMember("score") || finding["score"].isNumeric())
    {
      return;
    }
    const auto number = NumberIn(finding["score"]);
    if (number)
    {
      finding["score"] = *number;
      Warn(name, "has its score written as a text.");
      return;
    }
    finding.removeMember("score");
    Warn(name, "has a score that is no number; it is dropped.");
  }

  void RepairBox(Json::Value& finding, const std::string& name)
  {
    if (!finding.isMember("box_2d"))
    {
      return;
    }
    Json::Value box = finding["box_2d"];
    const bool isNested = box.isArray() && box.size() == 1 && box[0].isArray();
    if (isNested)
    {
      const Json::Value inner = box[0];
      box = inner;
    }
    bool isText = false;
    bool isWhole = box.isArray() && box.size() == 4;
    for (Json::ArrayIndex i = 0; isWhole && i < 4; ++i)
    {
      const auto number = NumberIn(box[i]);
      isWhole = number.has_value();
      isText = isText || box[i].isString();
      box[i] = number.value_or(Json::Value());
    }
    if (!isWhole)
    {
      finding.removeMember("box_2d");
      Warn(name, "has a box that is not 4 numbers; the finding is kept without a box.");
      return;
    }
    finding["box_2d"] = box;
    if (isText || isNested)
    {
      Warn(name, isText ? "has its box written as texts." : "has its box in a list of its own.");
    }
  }

  void MakeText(Json::Value& object, const char* key, const std::string& name)
  {
    const auto isText = [](const Json::Value& item) { return item.isString(); };
    if (!object.isMember(key) || !object[key].isArray() ||
        !std::all_of(object[key].begin(), object[key].end(), isText))
    {
      return;
    }
    std::string joined;
    for (const Json::Value& item : std::as_const(object)[key])
    {
      joined += (joined.empty() ? "" : " ") + item.asString();
    }
    object[key] = joined;
    Warn(name, std::string("has a list where one text belongs (") + key + ").");
  }

  void MakeList(Json::Value& object, const char* key, const std::string& name)
  {
    if (!object.isMember(key) || !object[key].isString())
    {
      return;
    }
    Json::Value list(Json::arrayValue);
    if (!object[key].asString().empty())
    {
      list.append(object[key]);
    }
    object[key] = list;
    Warn(name, std::string("has one text where a list belongs (") + key + ").");
  }

  Json::Value& reply_;
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> RepairReply(Json::Value& reply)
{
  return Repair(reply).Run();
}

}  // namespace vlm
