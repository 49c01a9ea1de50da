// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/DerivedObject.h"

namespace vlm
{

std::string SeriesDescriptionOf(const Json::Value& /*report*/)
{
  return {};
}

void WriteCommonModules(const ResultContext& /*context*/, const SourceImage& /*source*/,
                        const DerivedIdentity& /*identity*/, DcmDataset& /*dataset*/)
{
}

void WriteImageReference(const SourceImage& /*source*/, int /*frame*/, DcmItem& /*item*/) {}

void PutText(DcmItem& /*item*/, const DcmTagKey& /*tag*/, const std::string& /*text*/) {}

void PutCode(DcmItem& /*item*/, const DcmTagKey& /*sequence*/, const std::string& /*value*/,
             const std::string& /*scheme*/, const std::string& /*meaning*/)
{
}

Result<std::string> EncodeDicom(DcmDataset& /*dataset*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
