/** Text in XML content or in an attribute between double quotes. */
export function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon Nov 23 13:24:16 2026`, in UTC, as C's ctime writes it. */
export function ctime(time: number): string {
  const date = new Date(time);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${weekdays[date.getUTCDay()] ?? ''} ${months[date.getUTCMonth()] ?? ''} ${day} ${clock(time)} ${date.getUTCFullYear()}`;
}

/** `2026-11-23 13:24:16`, in UTC. */
export function plainTime(time: number): string {
  return `${date(time)} ${clock(time)}`;
}

/** `2026-11-23T13:24:16Z`. */
export function isoSeconds(time: number): string {
  return `${date(time)}T${clock(time)}Z`;
}

/** `2026-11-23`, in UTC. */
export function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `October 2024` of `2024-10-08`. */
export function monthAndYear(day: string): string {
  return `${monthNames[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
}
