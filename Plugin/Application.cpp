// SPDX-License-Identifier: GPL-3.0-or-later
#include "Application.h"

#include <utility>

#include "Model/OfflineModel.h"
#include "Orthanc/ExplorerPanel.h"
#include "Orthanc/RestRoutes.h"

namespace vlm
{
namespace
{

VisionModels MakeModels(const Settings& settings)
{
  VisionModels models;
  for (const auto& model : settings.models)
  {
    models.emplace(model.name, std::make_unique<OfflineModel>(model.name));
  }
  return models;
}

ArrivalSettings ArrivalSettingsOf(const Settings& settings)
{
  ArrivalSettings arrivals;
  if (settings.analyzeOnStore)
  {
    arrivals.rules = settings.rules;
  }
  arrivals.language = settings.reportLanguage;
  arrivals.patience = settings.patience;
  return arrivals;
}

}  // namespace

Result<std::unique_ptr<Application>> Application::Create(OrthancPluginContext* context,
                                                         Settings settings)
{
  auto database = Database::OpenSqlite(settings.databasePath);
  if (!database.HasValue())
  {
    return database.Failure();
  }
  std::unique_ptr<Application> application(
      new Application(context, std::move(settings), std::move(database).Value()));
  const auto recovered =
      application->queue_.RecoverInterrupted(application->settings_.workers.maximumAttempts);
  if (!recovered.HasValue())
  {
    return recovered.Failure();
  }
  if (recovered.Value() > 0)
  {
    application->log_.Info(std::to_string(recovered.Value()) +
                           " analyses were interrupted when the server ended; they go on.");
  }
  RegisterRestRoutes(context, application->services_);
  JoinOrthancExplorer(context);
  return application;
}

Application::Application(OrthancPluginContext* context, Settings settings,
                         std::unique_ptr<Database> database)
    : settings_(std::move(settings)),
      api_(context, settings_.checkRevisions ? OrthancApi::Revisions::Checked
                                             : OrthancApi::Revisions::Ignored),
      log_(context),
      database_(std::move(database)),
      queue_(*database_, clock_),
      images_(api_),
      reports_(api_),
      models_(MakeModels(settings_)),
      workers_({images_, reports_, queue_, clock_, log_, ingest_}, models_, settings_.workers),
      follower_(api_, queue_, log_, Arrivals(api_, clock_, ArrivalSettingsOf(settings_))),
      services_{api_,      settings_, {database_->Engine(), database_->Location()},
                models_,   queue_,    workers_,
                follower_, images_,   reports_,
                drawing_}
{
}

void Application::Start()
{
  workers_.Start();
  follower_.Start([this] { workers_.Wake(); });
}

void Application::InstanceStored(const std::string& instanceId)
{
  ingest_.Note();
  follower_.InstanceStored(instanceId);
}

void Application::Stop()
{
  follower_.RequestStop();
  workers_.RequestStop();
  follower_.Join();
  workers_.Join();
}

}  // namespace vlm
