// SPDX-License-Identifier: GPL-3.0-or-later
// Pure. Which findings a sentence of the narrative speaks of.
import { listOf, objectOf, objectsOf, textOf } from '../Shared/values.js';

// "(1, 3)" as the report writes it, "[2]" as models do.
const reference = /[([]\s*(\d{1,4}(?:\s*[,，、]\s*\d{1,4})*)\s*[)\]]/g;

// A text as pieces, {text} or {numbers}: what looks like a reference but names a number that is not
// in `known` (a Set) stays text, e.g. a year.
export function piecesOf(text, known) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    const numbers = match[1].split(/[,，、]/).map(Number);
    if (numbers.every((number) => known.has(number))) {
      pieces.push({ text: text.slice(end, match.index) }, { numbers });
      end = match.index + match[0].length;
    }
  }
  pieces.push({ text: text.slice(end) });
  return pieces.filter((piece) => piece.numbers || piece.text);
}

// A model counts its findings in its own order, a part of a study from 1: what it writes is a
// reference only where the report says that the sentence speaks of that finding.
function piecesOfSentence(sentence, known) {
  const numbers = listOf(sentence.Findings).filter((number) => known.has(number));
  const pieces = piecesOf(textOf(sentence.Text), new Set(numbers));
  const told = new Set(pieces.flatMap((piece) => piece.numbers ?? []));
  const rest = [...new Set(numbers)].filter((number) => !told.has(number));
  return [
    ...pieces,
    ...(rest.length > 0 ? [{ numbers: rest }] : []),
    ...(textOf(sentence.Note) ? [{ note: textOf(sentence.Note) }] : []),
  ];
}

// The sentences of a section ("Findings" or "Impression"), each a list of pieces. What a reviewer
// wrote has none of the report's sentences: then the text itself is divided into its lines.
export function sentencesOf(report, section, known) {
  const narrative = objectOf(report?.Narrative);
  const isRewritten =
    section === 'Impression' && typeof objectOf(report?.Review).OriginalImpression === 'string';
  const sentences = objectsOf(narrative.Sentences).filter(
    (sentence) => sentence.Section === section && textOf(sentence.Text),
  );
  if (sentences.length > 0 && !isRewritten) {
    return sentences.map((sentence) => piecesOfSentence(sentence, known));
  }
  return textOf(narrative[section])
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => piecesOf(line, known));
}
