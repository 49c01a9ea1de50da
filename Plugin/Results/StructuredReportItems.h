// SPDX-License-Identifier: GPL-3.0-or-later
// Content items of a Structured Report that somebody sent (PS3.3 C.17.3), read one level at a time:
// whatever is missing or of another type reads as nothing.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <optional>
#include <string>
#include <vector>

#include "Findings/Finding.h"
#include "Results/FindingRegion.h"
#include "Results/StructuredReportCodes.h"

namespace vlm
{

// Those of a sequence; none if it is absent.
std::vector<DcmItem*> ItemsOf(DcmItem& parent, const DcmTagKey& sequence);

struct ReferencedImage
{
  std::string sopInstanceUid;
  int frame = 0;  // zero based
};

// Refers into a dataset, whose text is UTF-8.
class ContentItem
{
public:
  explicit ContentItem(DcmItem& item);

  bool IsNamed(const ReportCode& name) const;
  std::string Text() const;                      // of TEXT, clean
  std::string Uid() const;                       // of UIDREF
  std::string PersonName() const;                // of PNAME, clean
  CodedConcept Code() const;                     // of CODE
  std::optional<double> Number() const;          // of NUM
  CodedConcept Unit() const;                     // of NUM
  std::optional<ReferencedImage> Image() const;  // of IMAGE
  std::optional<ImageRegion> Region() const;     // of SCOORD: ellipse or closed polyline

  DcmItem& Item() const { return *item_; }

private:
  DcmItem* item_;
  CodedConcept name_;
};

// The items directly below one, in their order.
class ContentItems
{
public:
  explicit ContentItems(DcmItem& parent);
  explicit ContentItems(const ContentItem* parent);  // null: there are none

  const ContentItem* Find(const ReportCode& name) const;  // the first one; null: there is none
  std::string TextOf(const ReportCode& name) const;
  std::vector<std::string> TextsOf(const ReportCode& name) const;
  std::optional<double> NumberOf(const ReportCode& name) const;
  std::optional<double> NumberIn(const ReportCode& name, const ReportCode& unit) const;

  // For range-based loops, which prescribe the names.
  // NOLINTNEXTLINE(readability-identifier-naming)
  auto begin() const { return items_.begin(); }
  // NOLINTNEXTLINE(readability-identifier-naming)
  auto end() const { return items_.end(); }

private:
  std::vector<ContentItem> items_;
};

}  // namespace vlm
