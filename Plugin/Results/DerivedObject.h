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

// The model as it names itself, else as it was asked for or is called here; on one line.
std::string ModelWordsOf(const Json::Value& report);

// "AI findings (unverified) - gemini-2.5-flash", or "(reviewed by a human)"; PutText() cuts it.
std::string SeriesDescriptionOf(const Json::Value& report);

// As DA and TM: in the source's TimezoneOffsetFromUTC (0008,0201), else in the archive's local
// time, as the source's times are. Empty if the report does not say it.
struct DicomMoment
{
  std::string date;
  std::string time;
};
// ContentTimeOf() the report: when the analysis completed or its review was signed.
DicomMoment ContentMomentOf(const ResultContext& context, const SourceImage& source);

// Writes Patient, General Study, Patient Study, Series, Equipment, Contributing Equipment and SOP
// Common over what the dataset has of them. Values of the source that break their VR are mended
// (cut, of forbidden characters freed) or, where a type 2 or 3 element cannot be mended, emptied or
// left out; a PatientID that the archive knows stays as it is. Series and instance are of the
// moment of ContentMomentOf(), so that the same analysis and review give the same bytes. The
// source's TimezoneOffsetFromUTC is copied, since it speaks of the study's times, too; none is
// written where it has none. Part and side of the body: DerivedObjectSides.h.
void WriteCommonModules(const ResultContext& context, const SourceImage& source,
                        const DerivedIdentity& identity, DcmDataset& dataset);

// An item of a sequence that refers to an image, e.g. of Source Image Sequence. `frame` is zero
// based; it is written for multi-frame images only.
void WriteImageReference(const SourceImage& source, int frame, DcmItem& item);

// Sets an element of text to UTF-8 that fits its VR: no control characters and backslashes, at most
// as many characters as the VR allows. ASCII VRs: other characters become '?'.
void PutText(DcmItem& item, const DcmTagKey& tag, const std::string& text);

// One line of at most so many characters, ending in three full stops if it was cut: some validators
// count the bytes of an ellipsis character.
std::string FittedLine(const std::string& text, std::size_t longest);

// What PutText() makes of a PN.
std::string FittedPersonName(const std::string& text);

// A finite number as DS (PS3.5 6.2), which has at most 16 characters.
std::string DecimalString(double number);

// The only item, or one item more, of a sequence.
DcmItem& PutItem(DcmItem& item, const DcmTagKey& sequence);
DcmItem& AddItem(DcmItem& item, const DcmTagKey& sequence);

// A code sequence (PS3.3 8.8) with one item.
void PutCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value,
             const std::string& scheme, const std::string& meaning);

// A Part 10 file in Explicit VR Little Endian. Errors: Internal (DCMTK refuses).
Result<std::string> EncodeDicom(DcmDataset& dataset);
Result<ResultObject> FinishedObject(ResultKind kind, DcmDataset& dataset);

}  // namespace vlm
