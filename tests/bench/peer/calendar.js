// The federal week in Dubai: Monday to Thursday until 15:30, Friday until noon; holidays with fixed dates.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AHEAD = 4 * HOUR;
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

function closing(day) {
  const date = new Date(day);
  return HOLIDAYS.has(date.toISOString().slice(5, 10)) ? 0 : CLOSES[date.getUTCDay()];
}

// First response and resolution, in working days.
export const PROMISED = { complaint: [1, 5], observation: [1, 3], suggestion: [5, 20] };
