// SPDX-License-Identifier: GPL-3.0-or-later
// The few places in which the SQL of SQLite and of PostgreSQL differ.
#pragma once

#include <soci/soci.h>

#include <deque>
#include <string>

namespace vlm
{

bool IsPostgres(soci::session& session);

// At the end of a SELECT of one table: its rows belong to this transaction; rows of others are left
// out. SQLite's transactions come one after the other anyway.
std::string LockUnlocked(soci::session& session);

// The same, but rows of others are waited for.
std::string LockRows(soci::session& session);

// After the name of a table: SQLite, which does not know how many rows a condition leaves, is told
// the index; PostgreSQL knows.
std::string ByIndex(soci::session& session, const std::string& index);

// Until the end of this transaction no other one passes here with the same name.
void LockName(soci::session& session, const std::string& name);

// A text from outside as this database takes it: PostgreSQL holds UTF-8 without NUL, and would
// otherwise refuse the whole record; what is none becomes U+FFFD. SQLite keeps it as it is.
std::string StorableText(soci::session& session, const std::string& text);

// Such texts for the parameters of statements; what it gives lives as long as it does.
class StorableTexts
{
public:
  explicit StorableTexts(soci::session& session) : session_(session) {}

  const std::string& Whole(const std::string& text);
  // For a column with an index, whose entries PostgreSQL keeps below 2.7 KB: a longer text is cut.
  const std::string& Indexed(const std::string& text);

private:
  soci::session& session_;
  std::deque<std::string> texts_;
};

// A statement of the schema, written for SQLite, as this database takes it.
std::string SchemaStatement(soci::session& session, const std::string& statement);

}  // namespace vlm
