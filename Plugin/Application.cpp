// SPDX-License-Identifier: GPL-3.0-or-later
#include "Application.h"

#include <utility>

#include "ModelFactory.h"
#include "Orthanc/ExplorerPanel.h"
#include "Orthanc/Metrics.h"
#include "Orthanc/PromptDirectory.h"
#include "Orthanc/RestRoutes.h"
#include "Orthanc/SharedArchive.h"
#include "Pipeline/StartTests.h"

namespace vlm
{
namespace
{

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
  auto prompts = ReadPrompts(settings.promptDirectory);
  if (!prompts.HasValue())
  {
    return prompts.Failure();
  }
  auto database = Database::Open(settings.database);
  if (!database.HasValue())
  {
    return database.Failure();
  }
  std::unique_ptr<Application> application(new Application(
      context, std::move(settings), std::move(database).Value(), std::move(prompts).Value()));
  const auto ready = application->MakeReady();
  if (!ready.HasValue())
  {
    return ready.Failure();
  }
  RegisterRestRoutes(context, application->services_);
  RegisterMetrics(context, application->services_, application->census_);
  application->batchKeeper_.Register();
  JoinOrthancExplorer(context);
  return application;
}

Result<void> Application::MakeReady()
{
  const auto calibrated = clock_.Calibrate();
  const auto begun = calibrated.HasValue() ? heartbeat_.Begin() : calibrated;
  if (!begun.HasValue())
  {
    return begun;
  }
  const auto wake = [this] { workers_.Wake(); };
  auto models =
      MakeModels(settings_.models, prompts_, {transport_, ledger_, clock_, log_, {}, wake});
  if (!models.HasValue())
  {
    return models.Failure();
  }
  models_ = std::move(models).Value();
  const auto paused = workers_.NotePauses();
  return paused.HasValue() ? Recover() : paused;
}

Result<void> Application::Recover()
{
  const auto recovered = queue_.RecoverInterrupted(settings_.workers.maximumAttempts);
  if (!recovered.HasValue())
  {
    return recovered.Failure();
  }
  if (recovered.Value() > 0)
  {
    log_.Info(std::to_string(recovered.Value()) +
              " analyses were interrupted when a server ended; they go on.");
  }
  return {};
}

Application::Application(OrthancPluginContext* context, Settings settings,
                         std::unique_ptr<Database> database, Prompts prompts)
    : settings_(std::move(settings)),
      api_(context, settings_.checkRevisions ? OrthancApi::Revisions::Checked
                                             : OrthancApi::Revisions::Ignored),
      log_(context),
      database_(std::move(database)),
      clock_(*database_),
      cluster_(*database_, clock_, settings_.node, VLM_VERSION),
      pauses_(*database_, clock_),
      locks_(cluster_),
      queue_(*database_, clock_, cluster_.ThisNode()),
      deliveries_(*database_, clock_),
      batches_(*database_, clock_),
      ledger_(*database_, cluster_.ThisNode()),
      past_(*database_),
      census_(*database_, clock_),
      prompts_(std::move(prompts)),
      images_(api_),
      reports_(api_, locks_),
      results_(api_),
      workers_({images_, reports_, queue_, clock_, log_, ingest_, pauses_}, models_,
               settings_.workers),
      deliveryWorker_(
          {deliveries_, queue_, reports_, images_, results_, clock_, log_, ingest_, cluster_},
          settings_.outputs, VLM_VERSION),
      reviewDesk_({reports_, queue_, deliveries_, clock_, log_, locks_},
                  [this] { deliveryWorker_.Wake(); }),
      reindex_({api_, queue_, deliveries_, reports_, log_, cluster_}, clock_, ingest_),
      retention_({past_, queue_, reports_, cluster_, clock_, log_, ingest_,
                  [this] { deliveryWorker_.NoteDeparture(); }},
                 settings_.retention),
      batchKeeper_({batches_, queue_, cluster_, clock_, log_, ingest_},
                   {batches_, queue_, [this] { workers_.Wake(); },
                    [this](const std::string& id) { workers_.Interrupt(id); }},
                   {api_, images_, models_, clock_, settings_.defaultModel, settings_.rules},
                   settings_.node.name),
      heartbeat_({cluster_, queue_, workers_, clock_, log_},
                 {settings_.node.lease, settings_.workers.maximumAttempts}, Listeners()),
      follower_(api_, queue_, cluster_, log_, Arrivals(api_, clock_, ArrivalSettingsOf(settings_))),
      services_{api_,
                settings_,
                {database_->Engine(), database_->Location()},
                models_,
                queue_,
                workers_,
                follower_,
                images_,
                reports_,
                drawing_,
                ledger_,
                selfTests_,
                requestThreads_,
                deliveries_,
                deliveryWorker_,
                results_,
                reindex_,
                reviewDesk_,
                cluster_,
                pauses_,
                batchKeeper_}
{
}

HeartbeatListeners Application::Listeners()
{
  HeartbeatListeners listeners;
  listeners.calibrate = [this] { return clock_.Calibrate(); };
  listeners.whenLooked = [this] { follower_.NoteOthers(); };
  listeners.whenChanged = [this] { deliveryWorker_.Wake(); };
  return listeners;
}

void Application::Start()
{
  if (!SharesTheArchive())
  {
    return;
  }
  heartbeat_.Start();
  auto tested = HoldUntested();
  reindex_.Start();  // before anything is queued
  FinishReviews();
  workers_.WhenEnded([this] { deliveryWorker_.Wake(); });
  deliveryWorker_.Start();
  retention_.Start();
  workers_.Start();
  batchKeeper_.Start();
  follower_.Start([this] { workers_.Wake(); }, [this] { deliveryWorker_.NoteDeparture(); });
  testThread_ = std::thread(
      [this, tested = std::move(tested)] {
        StartTests{models_, selfTests_, workers_, log_}.Run(tested);
      });
}

// Otherwise nothing is begun: it would forget what the others analysed.
bool Application::SharesTheArchive()
{
  const auto checked = cluster_.IsShared() ? CheckSharedArchive(queue_, api_) : Result<void>();
  if (checked.HasValue())
  {
    return true;
  }
  log_.Error("Nothing is analysed here: " + checked.Failure().message);
  return checked.Failure().kind != ErrorKind::BadConfiguration;
}

// What was stored when the server ended.
void Application::FinishReviews()
{
  const auto finished = reviewDesk_.FinishInterrupted();
  if (!finished.HasValue())
  {
    log_.Error("Whether reviews were interrupted is not known: " + finished.Failure().message);
  }
}

// Until it is known in which format a model writes its boxes, they mean nothing.
std::vector<std::string> Application::HoldUntested()
{
  std::vector<std::string> tested;
  for (const auto& model : settings_.models)
  {
    if (!models_.at(model.name)->SendsPictures() || !model.exchange.refusal.empty())
    {
      continue;
    }
    tested.push_back(model.name);
    if (!model.remote.boxFormat)
    {
      workers_.Hold(model.name);
    }
  }
  return tested;
}

Application::~Application()
{
  Stop();
}

void Application::InstanceStored(const std::string& instanceId)
{
  if (!results_.IsStoringHere())  // workers need not give way to their own results
  {
    ingest_.Note();
  }
  follower_.InstanceStored(instanceId);
}

void Application::ResourceDeleted(ResourceLevel level, const std::string& orthancId)
{
  workers_.InterruptOf(orthancId);
  follower_.ResourceDeleted(level, orthancId);
}

void Application::Stop()
{
  selfTests_.RequestStop();
  reindex_.RequestStop();
  retention_.RequestStop();
  batchKeeper_.RequestStop();
  follower_.RequestStop();
  workers_.RequestStop();
  deliveryWorker_.RequestStop();
  reindex_.Join();
  retention_.Join();
  batchKeeper_.Join();
  follower_.Join();
  workers_.Join();
  deliveryWorker_.Join();
  if (testThread_.joinable())
  {
    testThread_.join();
  }
  heartbeat_.RequestStop();
  heartbeat_.Join();
  const auto left = cluster_.Leave();
  if (!left.HasValue())
  {
    log_.Warning("Other nodes wait for the lease of this one: " + left.Failure().message);
  }
}

}  // namespace vlm
