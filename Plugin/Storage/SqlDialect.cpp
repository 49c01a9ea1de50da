// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlDialect.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/locale/utf.hpp>
#include <iterator>

namespace vlm
{
namespace
{

namespace utf = boost::locale::utf;

// U+FFFD for NUL and for what is malformed.
std::string Utf8WithoutNul(const std::string& text)
{
  constexpr utf::code_point replacement = 0xFFFD;
  std::string clean;
  clean.reserve(text.size());
  auto position = text.begin();
  while (position != text.end())
  {
    const auto character = utf::utf_traits<char>::decode(position, text.end());
    const bool isKept = character != 0 && utf::is_valid_codepoint(character);
    utf::utf_traits<char>::encode(isKept ? character : replacement, std::back_inserter(clean));
  }
  return clean;
}

}  // namespace

bool IsPostgres(soci::session& session)
{
  return session.get_backend_name() == "postgresql";
}

std::string LockUnlocked(soci::session& session)
{
  return IsPostgres(session) ? " FOR UPDATE SKIP LOCKED" : "";
}

std::string LockRows(soci::session& session)
{
  return IsPostgres(session) ? " FOR UPDATE" : "";
}

std::string ByIndex(soci::session& session, const std::string& index)
{
  return IsPostgres(session) ? "" : " INDEXED BY " + index;
}

void LockName(soci::session& session, const std::string& name)
{
  if (IsPostgres(session))
  {
    std::string nothing;
    session << "SELECT CAST(pg_advisory_xact_lock(hashtextextended(:name, 4901)) AS TEXT)",
        soci::use(name), soci::into(nothing);
  }
}

std::string StorableText(soci::session& session, const std::string& text)
{
  return IsPostgres(session) ? Utf8WithoutNul(text) : text;
}

const std::string& StorableTexts::Whole(const std::string& text)
{
  return IsPostgres(session_) ? texts_.emplace_back(StorableText(session_, text)) : text;
}

const std::string& StorableTexts::Indexed(const std::string& text)
{
  constexpr std::size_t longest = 1000;  // two of them fit one entry
  if (!IsPostgres(session_))
  {
    return text;
  }
  std::string& stored = texts_.emplace_back(StorableText(session_, text));
  if (stored.size() > longest)
  {
    // Where a character begins (RFC 3629, 3).
    std::size_t end = longest;
    constexpr unsigned char continuationMask = 0xC0;
    constexpr unsigned char continuation = 0x80;
    while ((static_cast<unsigned char>(stored[end]) & continuationMask) == continuation)
    {
      --end;
    }
    stored.resize(end);
  }
  return stored;
}

std::string SchemaStatement(soci::session& session, const std::string& statement)
{
  return IsPostgres(session)
             ? boost::replace_all_copy(statement, "INTEGER PRIMARY KEY AUTOINCREMENT",
                                       "BIGSERIAL PRIMARY KEY")
             : statement;
}

}  // namespace vlm
