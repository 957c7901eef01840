import { lang } from '@/state/settings';

/** Beijing's clock, wherever the phone is: 8 hours before UTC, without summer time. */
const BEIJING_MS = 8 * 60 * 60 * 1000;
const pad = (number: number) => String(number).padStart(2, '0');

/** A moment of the service, in words. */
export function dayAndTime(moment: string): string {
  // Old engines read no more than milliseconds.
  const at = new Date(Date.parse(moment.replace(/(\.\d{3})\d*/, '$1')) + BEIJING_MS);
  if (Number.isNaN(at.getTime())) return moment;
  const [month, day] = [at.getUTCMonth() + 1, at.getUTCDate()];
  const time = `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;
  if (lang() === 'en') return `${at.getUTCFullYear()}-${pad(month)}-${pad(day)} ${time}`;
  return `${at.getUTCFullYear()}年${month}月${day}日 ${time}`;
}
