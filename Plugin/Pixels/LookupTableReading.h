// SPDX-License-Identifier: GPL-3.0-or-later
// Lookup tables of PS3.3 C.11.1 and C.11.2 from their DICOM items.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcitem.h>

#include <memory>

#include "Foundation/Result.h"
#include "Pixels/DicomAttributes.h"

namespace vlm
{

enum class LookupInput
{
  Unsigned,
  Signed
};

// `item` is one of ModalityLUTSequence or VOILUTSequence; `input` tells how a first mapped value
// above 32767 is meant where the VR does not say. A table shorter than its descriptor is taken as
// long as it is. Errors: CorruptDicom.
Result<std::shared_ptr<const LookupTable>> ReadLookupTable(DcmItem& item, LookupInput input);

}  // namespace vlm
