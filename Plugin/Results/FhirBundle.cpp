// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirBundle.h"

namespace vlm
{

Json::Value FhirBundleOf(const Json::Value& /*report*/, const FhirStudy& /*study*/,
                         const FhirOptions& /*options*/)
{
  return {};
}

}  // namespace vlm
