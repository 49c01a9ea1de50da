// SPDX-License-Identifier: GPL-3.0-or-later
// The four entry points that Orthanc calls, and the callbacks it gets: each only passes on what
// happened.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/oflog/oflog.h>
#include <orthanc/OrthancCPlugin.h>

#include <exception>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <string>

#include "Application.h"
#include "Foundation/Json.h"
#include "Orthanc/Configuration.h"

namespace
{

// The SDK gives its callbacks no user data.
std::unique_ptr<vlm::Application>
    application;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): see above

std::optional<vlm::ResourceLevel> LevelOf(OrthancPluginResourceType type)
{
  switch (type)
  {
    case OrthancPluginResourceType_Instance:
      return vlm::ResourceLevel::Instance;
    case OrthancPluginResourceType_Series:
      return vlm::ResourceLevel::Series;
    case OrthancPluginResourceType_Study:
      return vlm::ResourceLevel::Study;
    default:
      return std::nullopt;
  }
}

void PassOn(OrthancPluginChangeType change, OrthancPluginResourceType type, const char* id)
{
  switch (change)
  {
    case OrthancPluginChangeType_OrthancStarted:
      application->Start();
      break;
    case OrthancPluginChangeType_OrthancStopped:
      application->Stop();
      break;
    case OrthancPluginChangeType_NewInstance:
    case OrthancPluginChangeType_StableSeries:
    case OrthancPluginChangeType_StableStudy:
      application->Follower().SomethingChanged();
      break;
    case OrthancPluginChangeType_JobSubmitted:
      application->JobSubmitted();
      break;
    case OrthancPluginChangeType_Deleted:
      if (const auto level = LevelOf(type))
      {
        application->ResourceDeleted(*level, id);
      }
      break;
    default:
      break;
  }
}

OrthancPluginErrorCode OnChange(OrthancPluginChangeType change, OrthancPluginResourceType type,
                                const char* id)
{
  try
  {
    if (application != nullptr)
    {
      PassOn(change, type, id);
    }
    return OrthancPluginErrorCode_Success;
  }
  catch (...)
  {
    return OrthancPluginErrorCode_Plugin;
  }
}

OrthancPluginErrorCode OnStored(const OrthancPluginDicomInstance* /*instance*/, const char* id)
{
  try
  {
    if (application != nullptr)
    {
      application->InstanceStored(id);
    }
    return OrthancPluginErrorCode_Success;
  }
  catch (...)
  {
    return OrthancPluginErrorCode_Plugin;
  }
}

// Text that the SDK allocated.
std::string TakeText(OrthancPluginContext* context, char* text)
{
  std::string copy = text == nullptr ? "" : text;
  OrthancPluginFreeString(context, text);
  return copy;
}

// Deprecated by newer SDKs in favour of the configuration's text, which does not tell its place.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
std::string ConfigurationPath(OrthancPluginContext* context)
{
  return TakeText(context, OrthancPluginGetConfigurationPath(context));
}
#pragma GCC diagnostic pop

vlm::Result<vlm::Settings> ReadSettings(OrthancPluginContext* context)
{
  const auto configuration =
      vlm::ParseJson(TakeText(context, OrthancPluginGetConfiguration(context)));
  if (!configuration.HasValue())
  {
    return configuration.Failure();
  }
  return vlm::ReadConfiguration(configuration.Value(), ConfigurationPath(context));
}

int Refuse(OrthancPluginContext* context, const std::string& reason)
{
  OrthancPluginLogError(context, ("VLM: the plugin does not start: " + reason).c_str());
  return -1;
}

int Initialize(OrthancPluginContext* context)
{
  auto settings = ReadSettings(context);
  if (!settings.HasValue())
  {
    return Refuse(context, settings.Failure().message);
  }
  if (!settings.Value().enable)
  {
    OrthancPluginLogWarning(context, "VLM: switched off by Vlm.Enable");
    return 0;
  }
  // DCMTK, which Orthanc uses too, warns each time that a file is read up to its pixels.
  OFLog::getLogger("dcmtk.dcmdata").setLogLevel(OFLogger::ERROR_LOG_LEVEL);
  // Workers are the parallelism; more threads inside OpenCV would take cores from ingest.
  cv::setNumThreads(1);
  auto created = vlm::Application::Create(context, std::move(settings).Value());
  if (!created.HasValue())
  {
    return Refuse(context, created.Failure().message);
  }
  application = std::move(created).Value();
  OrthancPluginRegisterOnChangeCallback(context, OnChange);
  OrthancPluginRegisterOnStoredInstanceCallback(context, OnStored);
  return 0;
}

}  // namespace

extern "C"
{
  ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext* context)
  {
    try
    {
      if (OrthancPluginCheckVersion(context) == 0)
      {
        return Refuse(context, std::string("Orthanc ") + context->orthancVersion +
                                   " is older than the SDK that this plugin was built with.");
      }
#if ORTHANC_PLUGINS_VERSION_IS_ABOVE(1, 12, 4)
      OrthancPluginSetDescription2(context, "vlm", "Analyses images with vision-language models.");
#else
      OrthancPluginSetDescription(context, "Analyses images with vision-language models.");
#endif
      return Initialize(context);
    }
    catch (const std::exception& problem)
    {
      return Refuse(context, problem.what());
    }
  }

  ORTHANC_PLUGINS_API void OrthancPluginFinalize()
  {
    application.reset();
  }

  ORTHANC_PLUGINS_API const char* OrthancPluginGetName()
  {
    return "vlm";
  }

  ORTHANC_PLUGINS_API const char* OrthancPluginGetVersion()
  {
    return VLM_VERSION;
  }
}
