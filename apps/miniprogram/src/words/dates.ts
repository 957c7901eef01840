import { say } from '.';

/** Beijing's clock, wherever the phone is: 8 hours before UTC, without summer time. */
const BEIJING_MS = 8 * 60 * 60 * 1000;
const pad = (number: number) => String(number).padStart(2, '0');

/** What the clock says now. */
export function clock(): string {
  const at = new Date(Date.now() + BEIJING_MS);
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;
}

/** A moment of the service, in words. */
export function dayAndTime(moment: string): string {
  // Old engines read no more than milliseconds.
  const at = new Date(Date.parse(moment.replace(/(\.\d{3})\d*/, '$1')) + BEIJING_MS);
  if (Number.isNaN(at.getTime())) return moment;
  return say('date.day_and_time', {
    year: at.getUTCFullYear(),
    month: say('date.months').split('|')[at.getUTCMonth()] ?? '',
    day: at.getUTCDate(),
    time: `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`,
  });
}
