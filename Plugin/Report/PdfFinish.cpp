// SPDX-License-Identifier: GPL-3.0-or-later
// qpdf 11 asks how its old smart pointer is used: not at all.
#define POINTERHOLDER_TRANSITION 4
#include "Report/PdfFinish.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

namespace vlm
{
namespace
{

using Object = QPDFObjectHandle;

std::vector<Object> KidsOf(const Object& element)
{
  Object kids = Object(element).getKey("/K");
  std::vector<Object> elements = kids.isArray() ? kids.getArrayAsVector() : std::vector{kids};
  elements.erase(std::remove_if(elements.begin(), elements.end(),
                                [](Object& kid) { return !kid.isDictionary(); }),
                 elements.end());
  return elements;
}

bool Is(Object& element, const char* type)
{
  Object name = element.getKey("/S");
  return name.isName() && name.getName() == type;
}

// ISO 32000-1, 14.8.5.7: whether a heading cell names its row or its column.
void SetScope(Object& cell, const char* scope)
{
  Object attributes = Object::newDictionary();
  attributes.replaceKey("/O", Object::newName("/Table"));
  attributes.replaceKey("/Scope", Object::newName(scope));
  cell.replaceKey("/A", attributes);
}

void SetScopesOf(Object& row)
{
  std::vector<Object> cells = KidsOf(row);
  const bool isHead =
      std::all_of(cells.begin(), cells.end(), [](Object& cell) { return Is(cell, "/TH"); });
  for (Object& cell : cells)
  {
    if (Is(cell, "/TH"))
    {
      SetScope(cell, isHead ? "/Column" : "/Row");
    }
  }
}

// The structure tree in the order of reading: figures get what is seen in them, tables scopes.
void DescribeStructure(const Object& root, const std::vector<std::string>& descriptions)
{
  std::vector<Object> open = {root};
  std::size_t figure = 0;
  while (!open.empty())
  {
    Object element = open.back();
    open.pop_back();
    if (Is(element, "/Figure") && figure < descriptions.size())
    {
      element.replaceKey("/Alt", Object::newUnicodeString(descriptions[figure]));
      ++figure;
    }
    if (Is(element, "/TR"))
    {
      SetScopesOf(element);
    }
    const std::vector<Object> kids = KidsOf(element);
    open.insert(open.end(), kids.rbegin(), kids.rend());
  }
}

void SetCatalog(QPDF& document, const PdfProperties& properties)
{
  Object catalog = document.getRoot();
  catalog.replaceKey("/Lang", Object::newUnicodeString(properties.language));
  Object preferences = Object::newDictionary();
  preferences.replaceKey("/DisplayDocTitle", Object::newBool(true));
  catalog.replaceKey("/ViewerPreferences", preferences);
  Object marks = Object::newDictionary();
  marks.replaceKey("/Marked", Object::newBool(true));
  catalog.replaceKey("/MarkInfo", marks);
  Object info = document.getTrailer().getKey("/Info");
  if (!properties.hasCreationDate && info.isDictionary())
  {
    info.removeKey("/CreationDate");
  }
}

}  // namespace

Result<std::string> CompletePdf(const std::string& pdf, const PdfProperties& properties)
{
  try
  {
    QPDF document;
    document.setSuppressWarnings(true);
    document.processMemoryFile("report.pdf", pdf.data(), pdf.size());
    SetCatalog(document, properties);
    Object structure = document.getRoot().getKey("/StructTreeRoot");
    if (structure.isDictionary())
    {
      DescribeStructure(structure, properties.descriptions);
    }
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.write();
    const std::unique_ptr<Buffer> bytes(writer.getBuffer());
    const auto* const begin = bytes->getBuffer();
    return std::string(begin, begin + bytes->getSize());
  }
  catch (const std::exception& failure)
  {
    return Error{ErrorKind::Internal, std::string("qpdf failed: ") + failure.what() + "."};
  }
}

}  // namespace vlm
