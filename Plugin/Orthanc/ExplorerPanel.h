// SPDX-License-Identifier: GPL-3.0-or-later
// The panel's files (WebViewer/), and its place in Orthanc Explorer.
#pragma once

#include <orthanc/OrthancCPlugin.h>

namespace vlm
{

// Adds the panel to Orthanc Explorer's instance, series and study pages.
void JoinOrthancExplorer(OrthancPluginContext* context);

}  // namespace vlm
