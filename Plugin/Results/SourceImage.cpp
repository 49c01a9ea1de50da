// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/SourceImage.h"

namespace vlm
{

Result<SourceImage> ReadSourceImage(const std::string& /*dicomFile*/)
{
  return Error{ErrorKind::Internal, "Not made yet."};
}

}  // namespace vlm
