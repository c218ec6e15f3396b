// Twelve digits: eleven drawn, and Damm's check digit.

import { drawn } from "./secret.js";

const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

const check = (digits) => [...digits].reduce((interim, digit) => DAMM[interim][digit], "0");

export function draw() {
  const digits = String(drawn(8).readBigUInt64BE() % 100_000_000_000n).padStart(11, "0");
  return digits + check(digits);
}

// The zeros of the scripts that numbers are typed in.
const SCRIPTS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xd66, 0xff10];
const SEPARATORS = /[\s\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function digit(character) {
  const point = character.codePointAt(0);
  const zero = SCRIPTS.find((zero) => point >= zero && point < zero + 10);
  return zero === undefined ? undefined : String(point - zero);
}

// What someone typed, in digits of any script; nothing if it is no reference.
export function parse(typed) {
  let digits = "";
  for (const character of typed.replace(SEPARATORS, "")) {
    const value = digit(character);
    if (value === undefined) return undefined;
    digits += value;
  }
  return digits.length === 12 && check(digits) === "0" ? digits : undefined;
}

export const shown = (digits) => `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
