// Words as they are kept to be found by, the edge's `domain::search`: Arabic with and without its marks, its article and its several forms of one
// letter; digits of any script; capitals.

import { digit } from "./reference.js";

const FORMS = {
  ا: "آأإٱ", و: "ؤ", ي: "ئىیے", ه: "ةہھەۃ", ك: "ک",
  a: "à-åÀ-Å", e: "è-ëÈ-Ë", i: "ì-ïÌ-Ï", o: "ò-öÒ-Ö", u: "ù-üÙ-Ü", c: "çÇ", n: "ñÑ", е: "ёЁ",
};
const SAME = Object.entries(FORMS).map(([letter, forms]) => [new RegExp(`[${forms}]`, "gu"), letter]);

// Marks, what makes a letter longer, what only steers how letters join or run.
const NOTHING =
  /[ء\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0300-\u036f\u0640\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069\u094d\u09cd\u0d4d]/gu;

const ARTICLE = /^(?:وال|بال|فال|كال|ال|لل)(?=...)/u;

export function words(text) {
  let folded = text.replace(NOTHING, "").replace(/\p{Nd}/gu, (character) => digit(character) ?? character);
  for (const [forms, letter] of SAME) folded = folded.replace(forms, letter);
  const found = folded.toLowerCase().match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
  return found.map((word) => word.replace(ARTICLE, ""));
}
