// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/ReplySchema.h"

#include <vector>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

enum class Kind
{
  Text,
  Flag,
  Share,  // a number from 0 to 1
  Index,  // of a picture, from 0
  Texts,
  Box,     // four numbers
  Object,  // of `members`
  Objects  // a list of such
};

enum class Need
{
  Required,
  Optional
};

struct Property
{
  const char* name;
  Kind kind;
  Need need;
  const char* description;  // or ""
  std::vector<Property> members;
};

using Properties = std::vector<Property>;

const Properties& FindingProperties()
{
  static const Properties properties = {
      {"image", Kind::Index, Need::Required, "picture, from 0", {}},
      {"evidence", Kind::Text, Need::Required, "what is seen in the picture", {}},
      {"description", Kind::Text, Need::Required, "in radiological terms", {}},
      {"anatomy", Kind::Text, Need::Required, "organ and part", {}},
      {"laterality", Kind::Text, Need::Optional, "patient's side: left, right, bilateral", {}},
      {"label", Kind::Text, Need::Required, "short name of the finding", {}},
      {"category", Kind::Text, Need::Optional, "", {}},
      {"severity", Kind::Text, Need::Optional, "", {}},
      {"differential", Kind::Texts, Need::Optional, "other explanations", {}},
      {"box_2d", Kind::Box, Need::Optional, "in the stated format; none if not located", {}},
      {"score", Kind::Share, Need::Optional, "confidence, 0 to 1", {}}};
  return properties;
}

// What follows reads from top to bottom as a report is dictated.
const Properties& ReplyProperties()
{
  static const Properties properties = {
      {"image_quality",
       Kind::Object,
       Need::Required,
       "",
       {{"reason", Kind::Text, Need::Required, "", {}},
        {"adequate", Kind::Flag, Need::Required, "", {}}}},
      {"images_not_examined",
       Kind::Objects,
       Need::Optional,
       "pictures that could not be read",
       {{"image", Kind::Index, Need::Required, "picture, from 0", {}},
        {"reason", Kind::Text, Need::Required, "", {}}}},
      {"technique", Kind::Text, Need::Optional, "", {}},
      {"findings_text", Kind::Text, Need::Required, "all that is seen, normal and abnormal", {}},
      {"findings", Kind::Objects, Need::Required, "empty if nothing is abnormal",
       FindingProperties()},
      {"no_abnormality", Kind::Flag, Need::Required, "true only if findings is empty", {}},
      {"impression", Kind::Text, Need::Required, "", {}},
      {"recommendations", Kind::Texts, Need::Optional, "", {}},
      {"limitations", Kind::Texts, Need::Optional, "", {}}};
  return properties;
}

constexpr int BoxNumbers = 4;

const char* GeminiType(Kind kind)
{
  switch (kind)
  {
    case Kind::Text:
      return "STRING";
    case Kind::Flag:
      return "BOOLEAN";
    case Kind::Share:
      return "NUMBER";
    case Kind::Index:
      return "INTEGER";
    case Kind::Object:
      return "OBJECT";
    case Kind::Texts:
    case Kind::Box:
    case Kind::Objects:
      break;
  }
  return "ARRAY";
}

Json::Value GeminiLeaf(const char* type)
{
  Json::Value leaf(Json::objectValue);
  leaf["type"] = type;
  return leaf;
}

Json::Value GeminiProperty(const Property& property);

// The depth is that of the table above.
Json::Value GeminiObject(const Properties& members)
{
  Json::Value schema = GeminiLeaf("OBJECT");
  for (const Property& member : members)
  {
    schema["properties"][member.name] = GeminiProperty(member);
    schema["propertyOrdering"].append(member.name);
    if (member.need == Need::Required)
    {
      schema["required"].append(member.name);
    }
  }
  return schema;
}

Json::Value GeminiProperty(const Property& property)
{
  Json::Value schema = property.kind == Kind::Object ? GeminiObject(property.members)
                                                     : GeminiLeaf(GeminiType(property.kind));
  if (*property.description != '\0')
  {
    schema["description"] = property.description;
  }
  switch (property.kind)
  {
    case Kind::Share:
      schema["maximum"] = 1;
      schema["minimum"] = 0;
      break;
    case Kind::Index:
      schema["minimum"] = 0;
      break;
    case Kind::Texts:
      schema["items"] = GeminiLeaf("STRING");
      break;
    case Kind::Box:
      schema["items"] = GeminiLeaf("NUMBER");
      schema["minItems"] = schema["maxItems"] = BoxNumbers;
      break;
    case Kind::Objects:
      schema["items"] = GeminiObject(property.members);
      break;
    case Kind::Text:
    case Kind::Flag:
    case Kind::Object:
      break;
  }
  return schema;
}

const char* StrictType(Kind kind)
{
  switch (kind)
  {
    case Kind::Text:
      return "string";
    case Kind::Flag:
      return "boolean";
    case Kind::Share:
      return "number";
    case Kind::Index:
      return "integer";
    case Kind::Object:
      return "object";
    case Kind::Texts:
    case Kind::Box:
    case Kind::Objects:
      break;
  }
  return "array";
}

std::string Quoted(const char* text)
{
  return WriteJson(Json::Value(text));
}

std::string StrictProperty(const Property& property);

std::string StrictObjectBody(const Properties& members)
{
  std::string properties;
  std::string required;
  for (const Property& member : members)
  {
    const char* separator = properties.empty() ? "" : ",";
    properties += separator + Quoted(member.name) + ':' + StrictProperty(member);
    required += separator + Quoted(member.name);
  }
  return R"("additionalProperties":false,"required":[)" + required + R"(],"properties":{)" +
         properties + '}';
}

// Ranges of numbers are left out: not every server's grammar knows them.
std::string StrictProperty(const Property& property)
{
  const std::string type = Quoted(StrictType(property.kind));
  std::string schema =
      R"({"type":)" + (property.need == Need::Required ? type : '[' + type + R"(,"null"])");
  if (*property.description != '\0')
  {
    schema += R"(,"description":)" + Quoted(property.description);
  }
  switch (property.kind)
  {
    case Kind::Texts:
      schema += R"(,"items":{"type":"string"})";
      break;
    case Kind::Box:
      schema += R"(,"items":{"type":"number"},"minItems":4,"maxItems":4)";
      break;
    case Kind::Object:
      schema += ',' + StrictObjectBody(property.members);
      break;
    case Kind::Objects:
      schema += R"(,"items":{"type":"object",)" + StrictObjectBody(property.members) + '}';
      break;
    case Kind::Text:
    case Kind::Flag:
    case Kind::Share:
    case Kind::Index:
      break;
  }
  return schema + '}';
}

}  // namespace

Json::Value GeminiReplySchema()
{
  return GeminiObject(ReplyProperties());
}

const std::string& StrictReplySchema()
{
  static const std::string schema =
      R"({"type":"object",)" + StrictObjectBody(ReplyProperties()) + '}';
  return schema;
}

}  // namespace vlm
