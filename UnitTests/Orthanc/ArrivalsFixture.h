// SPDX-License-Identifier: GPL-3.0-or-later
// A fake Orthanc with one study, and rules for it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Orthanc/Arrivals.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{

struct ArrivalsFixture
{
  const std::string instance = OrthancId('1');
  const std::string other = OrthancId('2');
  const std::string series = OrthancId('a');
  const std::string study = OrthancId('c');
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  FakeClock clock;

  Arrivals ArrivalsAfter(std::vector<IngestRule> rules) const
  {
    return {api, clock, {std::move(rules), "en", patience}};
  }
  static constexpr std::chrono::seconds patience{100};

  void AddInstance(const std::string& id, const std::string& seriesId)
  {
    orthanc.Answer("/instances/" + id,
                   R"({"ID": ")" + id + R"(", "ParentSeries": ")" + seriesId + R"("})");
    orthanc.Answer("/instances/" + id + "/metadata/SopClassUid", "1.2.840.10008.5.1.4.1.1.2");
  }

  void AddSeries(const std::string& id, const std::string& modality,
                 const std::vector<std::string>& instances,
                 const std::string& manufacturer = "ACME")
  {
    std::string list;
    for (const auto& one : instances)
    {
      AddInstance(one, id);
      list += (list.empty() ? "\"" : ", \"") + one + "\"";
    }
    orthanc.Answer("/series/" + id, R"({"ID": ")" + id + R"(", "ParentStudy": ")" + study +
                                        R"(", "LastUpdate": "20261124T060000", "MainDicomTags":
                                        {"Modality": ")" +
                                        modality + R"(", "Manufacturer": ")" + manufacturer +
                                        R"("}, "Instances": [)" + list + "]}");
  }

  static IngestRule RuleFor(const std::string& modality, ResourceLevel level)
  {
    IngestRule rule;
    rule.conditions = {{RuleAttribute::Modality, {modality}}};
    rule.level = level;
    rule.model = "offline";
    rule.maxImages = 3;
    return rule;
  }
};

}  // namespace vlm
