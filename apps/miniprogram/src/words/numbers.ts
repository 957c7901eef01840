// Long numbers, in the groups that people read them in. They are never split over lines: no line breaks at their spaces.

const ID_NUMBER = /^(\d{6})(\d{8})(\d{3}[\dX])$/;
const MOBILE = /^(\d{3})(\d{4})(\d{4})$/;

/** An ID number as 6, 8 and 4 characters, a mobile number as 3, 4 and 4; anything else as it is. */
export function grouped(value: string): string {
  return value.replace(ID_NUMBER, '$1\u00a0$2\u00a0$3').replace(MOBILE, '$1\u00a0$2\u00a0$3');
}

/** The same with the birth date of an ID number covered: others look at the screen too. */
export function covered(value: string): string {
  return grouped(value.replace(ID_NUMBER, '$1\u00a0********\u00a0$3'));
}
