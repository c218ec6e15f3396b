// The federal week in Dubai: Monday to Thursday until 15:30, Friday until noon; holidays with fixed dates.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AHEAD = 4 * HOUR;
const OPENS = 7.5;
const CLOSES = [0, 15.5, 15.5, 15.5, 15.5, 12, 0];
const HOLIDAYS = new Set(["01-01", "12-02", "12-03"]);

// The close of the so-manieth working day after the day of `start`.
export function closeAfter(start, days) {
  let day = Math.floor((start.getTime() + AHEAD) / DAY) * DAY;
  for (let left = days; left > 0; ) {
    day += DAY;
    if (closing(day)) left -= 1;
  }
  return new Date(day + closing(day) * HOUR - AHEAD);
}

// When this share of the working time from `start` to `end` has passed.
export function passing(start, end, share) {
  let left = 0;
  for (const [from, to] of shifts(start)) {
    if (from >= end.getTime()) break;
    left += share * (Math.min(to, end.getTime()) - from);
  }
  for (const [from, to] of shifts(start)) {
    if (to - from >= left) return new Date(from + left);
    left -= to - from;
  }
}

function* shifts(start) {
  for (let day = Math.floor((start.getTime() + AHEAD) / DAY) * DAY; ; day += DAY) {
    const [from, to] = [OPENS, closing(day)].map((hours) => day + hours * HOUR - AHEAD);
    if (closing(day) && to > start.getTime()) yield [Math.max(from, start.getTime()), to];
  }
}

function closing(day) {
  const date = new Date(day);
  return HOLIDAYS.has(date.toISOString().slice(5, 10)) ? 0 : CLOSES[date.getUTCDay()];
}

// First response and resolution, in working days.
export const PROMISED = { complaint: [1, 5], observation: [1, 3], suggestion: [5, 20] };
