// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/LabelWords.h"

#include <glib.h>

#include <memory>

namespace vlm
{
namespace
{

// PostgreSQL refuses entries of an index beyond 2700 bytes.
constexpr std::size_t LongestFolded = 1000;
constexpr int UnknownAtOnce = 200;

using Characters = std::unique_ptr<char, decltype(&g_free)>;

// To the last whole character.
void Shorten(std::string& utf8)
{
  constexpr unsigned char kindOfByte = 0xC0;
  constexpr unsigned char laterByte = 0x80;
  if (utf8.size() <= LongestFolded)
  {
    return;
  }
  std::size_t end = LongestFolded;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & kindOfByte) == laterByte)
  {
    --end;
  }
  utf8.resize(end);
}

std::string ContainsPattern(const std::string& text)
{
  std::string pattern = "%";
  for (const char c : text)
  {
    if (c == '%' || c == '_' || c == '\\')
    {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern + '%';
}

std::optional<long long> KnownWord(soci::session& session, const std::string& folded)
{
  long long word = 0;
  session << "SELECT id FROM label_words WHERE folded = :folded", soci::use(folded),
      soci::into(word);
  return session.got_data() ? std::optional<long long>(word) : std::nullopt;
}

std::vector<std::string> UnknownLabels(soci::session& session)
{
  std::vector<std::string> labels;
  std::string label;
  soci::statement statement =
      (session.prepare << "SELECT DISTINCT label FROM finding_labels WHERE word = 0 LIMIT :most",
       soci::into(label), soci::use(UnknownAtOnce));
  statement.execute();
  while (statement.fetch())
  {
    labels.push_back(label);
  }
  return labels;
}

}  // namespace

std::string FoldedLabel(const std::string& label)
{
  const auto length = static_cast<gssize>(label.size());
  const Characters valid(g_utf8_make_valid(label.data(), length), &g_free);
  const Characters folded(g_utf8_casefold(valid.get(), -1), &g_free);
  const Characters composed(g_utf8_normalize(folded.get(), -1, G_NORMALIZE_DEFAULT_COMPOSE),
                            &g_free);
  std::string text = composed ? composed.get() : folded.get();
  Shorten(text);
  return text;
}

long long WordOf(soci::session& session, const std::string& label)
{
  const std::string folded = FoldedLabel(label);
  if (const auto known = KnownWord(session, folded))
  {
    return *known;
  }
  session << "INSERT INTO label_words (folded) VALUES (:folded) ON CONFLICT (folded) DO NOTHING",
      soci::use(folded);
  return KnownWord(session, folded).value_or(0);
}

std::vector<long long> WordsWith(soci::session& session, const std::string& part)
{
  const std::string pattern = ContainsPattern(FoldedLabel(part));
  std::vector<long long> words;
  long long word = 0;
  soci::statement statement =
      (session.prepare << "SELECT id FROM label_words WHERE folded LIKE :pattern ESCAPE '\\' "
                          "ORDER BY id",
       soci::into(word), soci::use(pattern));
  statement.execute();
  while (statement.fetch())
  {
    words.push_back(word);
  }
  return words;
}

bool TakeUnknownLabels(soci::session& session)
{
  const auto labels = UnknownLabels(session);
  for (const auto& label : labels)
  {
    const long long word = WordOf(session, label);
    session << "UPDATE finding_labels SET word = :word, ended_sequence = (SELECT "
               "analyses.ended_sequence FROM analyses WHERE analyses.sequence = "
               "finding_labels.analysis) WHERE word = 0 AND label = :label",
        soci::use(word), soci::use(label);
  }
  return !labels.empty();
}

}  // namespace vlm
