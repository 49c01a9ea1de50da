// SPDX-License-Identifier: GPL-3.0-or-later
// What an administrator can do about pixels that Orthanc did not decode.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <array>
#include <string_view>

#include "Pixels/FrameAssembly.h"

namespace vlm
{
namespace
{

constexpr std::string_view NeedsGdcm =
    "Orthanc decodes it with the GDCM plugin (Debian package orthanc-gdcm) only.";
constexpr std::string_view NeedsRecentGdcm =
    "Orthanc itself does not decode it; the GDCM plugin (Debian package orthanc-gdcm) does only if "
    "its GDCM is recent enough. Transcode the object otherwise.";
constexpr std::string_view IsVideo = "Video is not supported.";
constexpr std::string_view IsCorrupt =
    "Orthanc decodes it without plugins, so the pixel data are probably damaged or incomplete.";

struct Advice
{
  std::string_view uidPrefix;
  std::string_view sentence;
};

// PS3.6 A; the first prefix that fits counts.
constexpr std::array<Advice, 7> Advices = {{
    {"1.2.840.10008.1.2.4.10", IsVideo},          // MPEG-2, MPEG-4, HEVC: .100 to .108
    {"1.2.840.10008.1.2.4.20", NeedsRecentGdcm},  // HTJ2K: .201 to .205
    {"1.2.840.10008.1.2.4.9", NeedsGdcm},         // JPEG 2000: .90 to .93
    {"1.2.840.10008.1.2.4.5", IsCorrupt},         // JPEG: .50 to .57
    {"1.2.840.10008.1.2.4.70", IsCorrupt},        // JPEG lossless
    {"1.2.840.10008.1.2.4.8", IsCorrupt},         // JPEG-LS: .80, .81
    {"1.2.840.10008.1.2.5", IsCorrupt},           // RLE
}};

std::string NameOfTransferSyntax(const std::string& uid)
{
  // The dictionary of DCMTK 3.6.7 ends before HTJ2K.
  constexpr std::string_view Htj2k = "1.2.840.10008.1.2.4.20";
  const bool isHtj2k = uid.compare(0, Htj2k.size(), Htj2k) == 0;
  const char* name = dcmFindNameOfUID(uid.c_str(), isHtj2k ? "HTJ2K" : "unknown");
  return uid.empty() ? "unknown" : std::string(name) + " (" + uid + ")";
}

bool IsNative(const std::string& uid)
{
  return uid == UID_LittleEndianImplicitTransferSyntax ||
         uid == UID_LittleEndianExplicitTransferSyntax ||
         uid == UID_BigEndianExplicitTransferSyntax ||
         uid == UID_DeflatedExplicitVRLittleEndianTransferSyntax;
}

std::string SentenceFor(const DicomAttributes& attributes)
{
  const std::string& uid = attributes.acquisition.transferSyntaxUid;
  const std::string& photometric = attributes.acquisition.photometricInterpretation;
  if (attributes.bitsAllocated == 1 || attributes.bitsAllocated > 16)
  {
    return "BitsAllocated is " + std::to_string(attributes.bitsAllocated) +
           "; supported are 8 to 16.";
  }
  if (IsNative(uid) && photometric.compare(0, 3, "YBR") == 0)
  {
    return "Uncompressed " + photometric + ": " + std::string(NeedsGdcm);
  }
  if (IsNative(uid))
  {
    return std::string(IsCorrupt);
  }
  for (const Advice& advice : Advices)
  {
    if (uid.compare(0, advice.uidPrefix.size(), advice.uidPrefix) == 0)
    {
      return std::string(advice.sentence);
    }
  }
  return "Neither Orthanc nor a plugin known here decodes it.";
}

}  // namespace

std::string ExplainUndecodable(const DicomAttributes& attributes)
{
  return "The pixels could not be decoded. Their transfer syntax is " +
         NameOfTransferSyntax(attributes.acquisition.transferSyntaxUid) + ". " +
         SentenceFor(attributes);
}

}  // namespace vlm
