// SPDX-License-Identifier: GPL-3.0-or-later
// The content tree of a Structured Report while it grows (PS3.3 C.17.3), upon DCMTK's dcmsr, which
// checks each relationship against the constraints of Comprehensive 3D SR (PS3.3 A.35.13).
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/dsrdoctr.h>

#include <functional>
#include <optional>
#include <string>

#include "Findings/Finding.h"
#include "Foundation/Result.h"
#include "Results/FindingRegion.h"
#include "Results/SourceImage.h"

namespace vlm
{

using Relation = DSRTypes::E_RelationshipType;

// A coded name, and how the item belongs to the one around it.
struct ItemName
{
  Relation relation;
  CodedConcept name = {};  // without a value: the item has no name
};

// Any text may come: it is made fit for its place; items that would hold nothing are left out.
class ContentTree
{
public:
  // Adds what belongs below an item; may be empty.
  using Children = std::function<void()>;

  ContentTree(const CodedConcept& name, const char* templateId);

  // `templateId`: of PS3.16, or empty.
  void Container(const ItemName& name, const char* templateId, const Children& children);
  void Text(const ItemName& name, const std::string& text, const Children& children = {});
  // In DICOM's form "Smith^Jane".
  void PersonName(const ItemName& name, const std::string& person);
  // A code without a value is left out.
  void Code(const ItemName& name, const CodedConcept& value, const Children& children = {});
  void Uid(const ItemName& name, const std::string& uid);
  void Number(const ItemName& name, const std::optional<double>& number, const CodedConcept& unit);
  // `frame` is zero based; it is written for multi-frame images only.
  void Image(const ItemName& name, const SourceImage& source, int frame,
             const Children& children = {});
  void Region(const ItemName& name, const ImageRegion& region, const Children& children);

  // Errors: Internal (DCMTK refused an item).
  Result<void> WriteTo(DcmItem& dataset);

private:
  DSRContentItem* Enter(const ItemName& name, DSRTypes::E_ValueType type);
  void Leave(const OFCondition& condition, const Children& children = {});

  DSRDocumentTree tree_;
  std::string failure_;  // the first one
};

}  // namespace vlm
