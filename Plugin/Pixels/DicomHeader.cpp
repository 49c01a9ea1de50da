// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/DicomHeader.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>

namespace vlm
{
namespace
{

// DCMTK's parser recurses once per nested sequence without a limit: a file of 200 KB can nest 10000
// sequences and overflow the stack. 512 KB hold several hundred levels.
constexpr std::uintptr_t MaximumStackBytes = std::uintptr_t{512} * 1024;

std::uintptr_t StackPosition()
{
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

// A buffer that turns bad, and thereby stops the parser, when parsing has gone too far or too deep.
class BoundedStream : public DcmInputBufferStream
{
public:
  BoundedStream(const void* bytes, std::size_t size) : start_(StackPosition())
  {
    setBuffer(bytes, static_cast<offile_off_t>(size));
    setEos();
  }

  bool IsTooLarge() const { return reads_ > MaximumHeaderReads || tell() > MaximumHeaderBytes; }
  bool IsTooDeep() const { return isTooDeep_; }

  // Whether the last bytes handed out were the tag of the pixel data, as the parser stops there.
  bool EndsAtPixelData() const
  {
    const std::array<unsigned char, 4> little = {0xE0, 0x7F, 0x10, 0x00};
    const std::array<unsigned char, 4> big = {0x7F, 0xE0, 0x00, 0x10};
    const auto holds = [this](const std::array<unsigned char, 4>& tag)
    { return std::search(last_.begin(), last_.end(), tag.begin(), tag.end()) != last_.end(); };
    return holds(little) || holds(big);
  }

  OFBool good() const override { return !IsExhausted() && DcmInputBufferStream::good(); }
  OFCondition status() const override
  {
    return IsExhausted() ? EC_InvalidStream : DcmInputBufferStream::status();
  }
  OFBool eos() override { return IsExhausted() || DcmInputBufferStream::eos(); }
  offile_off_t avail() override { return IsExhausted() ? 0 : DcmInputBufferStream::avail(); }

  offile_off_t read(void* buffer, offile_off_t length) override
  {
    ++reads_;
    const std::uintptr_t here = StackPosition();
    const std::uintptr_t used = here < start_ ? start_ - here : here - start_;
    isTooDeep_ = isTooDeep_ || used > MaximumStackBytes;
    if (IsExhausted())
    {
      return 0;
    }
    const offile_off_t count =
        DcmInputBufferStream::read(buffer, std::min<offile_off_t>(length, MaximumHeaderBytes + 1));
    Remember(static_cast<const unsigned char*>(buffer), count);
    return count;
  }

private:
  bool IsExhausted() const { return isTooDeep_ || IsTooLarge(); }

  void Remember(const unsigned char* bytes, offile_off_t count)
  {
    const auto kept = std::min<std::size_t>(static_cast<std::size_t>(count), last_.size());
    std::rotate(last_.begin(), last_.begin() + static_cast<std::ptrdiff_t>(kept), last_.end());
    std::copy_n(bytes + count - static_cast<offile_off_t>(kept), kept,
                last_.end() - static_cast<std::ptrdiff_t>(kept));
  }

  std::uintptr_t start_;
  long long reads_ = 0;
  bool isTooDeep_ = false;
  std::array<unsigned char, 12> last_{};  // tag, VR and length take at most 12 bytes
};

std::string TransferSyntaxOf(DcmFileFormat& file)
{
  OFString uid;
  if (file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, uid).good() && !uid.empty())
  {
    return std::string(uid.c_str());
  }
  const char* guessed = DcmXfer(file.getDataset()->getOriginalXfer()).getXferID();
  return guessed == nullptr ? "" : guessed;
}

std::string LastTag(DcmDataset& dataset)
{
  DcmElement* last = dataset.card() == 0 ? nullptr : dataset.getElement(dataset.card() - 1);
  return last == nullptr ? "its first element"
                         : "element " + std::string(last->getTag().toString().c_str());
}

Result<DicomHeader> Parse(const void* bytes, std::size_t size)
{
  BoundedStream stream(bytes, size);
  DicomHeader header;
  header.file = std::make_unique<DcmFileFormat>();
  header.file->transferInit();
  const OFCondition parsed = header.file->readUntilTag(stream, EXS_Unknown, EGL_noChange,
                                                       DCM_MaxReadLength, DCM_PixelData);
  header.file->transferEnd();
  if (stream.IsTooLarge())
  {
    return Error{ErrorKind::TooLarge,
                 "The DICOM object has too many bytes or elements before its pixel data; allowed "
                 "are " +
                     std::to_string(MaximumHeaderBytes) + " bytes and about two million elements."};
  }
  if (stream.IsTooDeep())
  {
    return Error{ErrorKind::CorruptDicom, "The DICOM object nests its sequences too deeply."};
  }
  header.hasPixelData = stream.EndsAtPixelData();
  // A parser confused inside a sequence stops without an error.
  const bool isLost = !header.hasPixelData && !stream.eos();
  if (parsed.bad() || isLost)
  {
    return Error{ErrorKind::CorruptDicom, "The DICOM object ends early or is damaged at " +
                                              LastTag(header.Dataset()) + ": " +
                                              (parsed.bad() ? parsed.text() : "Invalid tag") + "."};
  }
  if (header.Dataset().card() == 0)
  {
    return Error{ErrorKind::CorruptDicom, "The object is not DICOM: it has no elements."};
  }
  header.transferSyntaxUid = TransferSyntaxOf(*header.file);
  return header;
}

}  // namespace

Result<DicomHeader> ParseDicomHeader(const void* bytes, std::size_t size)
{
  if (bytes == nullptr || size == 0)
  {
    return Error{ErrorKind::CorruptDicom, "The DICOM object is empty."};
  }
  try
  {
    return Parse(bytes, size);
  }
  catch (const std::exception& exception)
  {
    return Error{ErrorKind::CorruptDicom,
                 std::string("The DICOM object cannot be parsed: ") + exception.what() + "."};
  }
}

}  // namespace vlm
