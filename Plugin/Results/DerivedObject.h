// SPDX-License-Identifier: GPL-3.0-or-later
// What all our DICOM objects have in common: patient and study of the source, our own series,
// equipment and SOP Common modules (PS3.3 C.7, C.12). Text is in UTF-8 (ISO_IR 192).
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "Foundation/Result.h"
#include "Results/ResultObject.h"

namespace vlm
{

// Which object of which series this is.
struct DerivedIdentity
{
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string seriesInstanceUid;
  std::string modality;
  int seriesNumber = 0;
  int instanceNumber = 1;
};

// "AI findings (unverified) - gemini-2.5-flash", at most 64 characters.
std::string SeriesDescriptionOf(const Json::Value& report);

// Writes Patient, General Study, Patient Study, Series, Equipment, Contributing Equipment and SOP
// Common over what the dataset has of them. Values of the source that break their VR are mended
// (cut, of forbidden characters freed) or, where a type 2 or 3 element cannot be mended, emptied or
// left out. BodyPartExamined and laterality are copied. Dates and times are those at which the
// analysis completed, in UTC with TimezoneOffsetFromUTC, so that the same analysis gives the same
// bytes.
void WriteCommonModules(const ResultContext& context, const SourceImage& source,
                        const DerivedIdentity& identity, DcmDataset& dataset);

// An item of a sequence that refers to an image, e.g. of Source Image Sequence. `frame` is zero
// based; it is written for multi-frame images only.
void WriteImageReference(const SourceImage& source, int frame, DcmItem& item);

// Sets an element of text to UTF-8 that fits its VR: no control characters and backslashes, at most
// as many characters as the VR allows. ASCII VRs: other characters become '?'.
void PutText(DcmItem& item, const DcmTagKey& tag, const std::string& text);

// A code sequence (PS3.3 8.8) with one item.
void PutCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value,
             const std::string& scheme, const std::string& meaning);

// A Part 10 file in Explicit VR Little Endian. Errors: Internal (DCMTK refuses).
Result<std::string> EncodeDicom(DcmDataset& dataset);

}  // namespace vlm
