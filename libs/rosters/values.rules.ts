import type { Band, LeaveKind, Occupation } from '#libs/people';
import { type LocalDate, isLocalDate } from '#libs/time';
import { serialDate } from './cells.rules.js';

/** Half-width letters, digits and signs and composed syllables, without any space. */
const PLAIN = /^[!-~가-힣]*$/;

/** Composed, in half-width letters and digits, with single spaces. */
export function plainText(value: string): string {
  // Most cells are plain already; normalising is what reading a long list would spend its time on.
  if (PLAIN.test(value)) return value;
  return value
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A name as it is kept. Korean names are written without the spaces that fill a narrow column: `김  준` is `김준`. */
export function nameText(value: string): string {
  const plain = plainText(value).replace(/^\d+[.)]\s*/, '');
  return /^[가-힣](?: ?[가-힣]){1,5}$/.test(plain) ? plain.replaceAll(' ', '') : plain;
}

/** What names are compared by; the marks A, B behind namesakes (`김민준B`) stay, since they tell them apart. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}

/** True for what may be a name: some letters, not a sum, not a sentence. */
export function looksLikeName(name: string): boolean {
  if (name.length > 60 || !/\p{L}/u.test(name) || /[<>{}=@#$%^*\\|"]/.test(name) || /\d{3,}|^\d+명$/.test(name))
    return false;
  return !(/[가-힣]/.test(name) && name.includes(','));
}

/**
 * A date as people write it: `2026-03-02`, `2026.3.2.`, `20260302`, `2026년 3월 2일`, `26/3/2`, `3/2/2026` where only one
 * reading exists, or Excel's day number. @returns null for anything that could be two days, or none
 */
export function parseDate(value: string, pivot = 2060): LocalDate | null {
  const plain = plainText(value)
    .replace(/\s*(오전|오후|am|pm)?\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*$/i, '')
    .replace(/T$/, '');
  const written =
    /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?\s*(\([월화수목금토일]\))?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (written) return dateOf(written[1], written[2], written[3]);
  const short =
    /^'?(\d{2})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$/.exec(plain) ??
    /^(\d{2})(\d{2})(\d{2})$/.exec(plain);
  if (short) {
    const year = 2000 + Number(short[1]);
    return dateOf(String(year > pivot ? year - 100 : year), short[2], short[3]);
  }
  const american = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain);
  if (american) {
    const [, first, second, year] = american;
    const monthFirst = dateOf(year, first, second);
    const dayFirst = dateOf(year, second, first);
    return monthFirst === null || dayFirst === null || monthFirst === dayFirst ? (monthFirst ?? dayFirst) : null;
  }
  return /^\d{5}$/.test(plain) ? serialDate(Number(plain)) : null;
}

function dateOf(year = '', month = '', day = ''): LocalDate | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) && date >= '1900-01-01' && date <= '2100-12-31' ? date : null;
}

export function emailText(value: string): string | null {
  const plain = plainText(value)
    .toLowerCase()
    .replace(/^mailto:/, '');
  return /^[^\s@<>"',;]+@[a-z0-9.-]+\.[a-z]{2,}$/.test(plain) && plain.length <= 254 ? plain : null;
}

/** `3학년`, `3`, `중3`, `3.0` → 3. */
export function gradeOf(value: string): number | null {
  const found = /^(?:초|중|고|초등|중등|고등|제)?\s*(\d{1,2})(?:\.0+)?\s*(?:학년)?$/.exec(plainText(value));
  const grade = Number(found?.[1] ?? 0);
  return grade >= 1 && grade <= 6 ? grade : null;
}

/** `2반`, `02`, `2`, `사랑반`, `3-2` (with its grade) → what the class is called within its grade. */
export function classNameOf(value: string): { grade: number | null; name: string } | null {
  const plain = plainText(value);
  const both = /^(\d)\s*(?:학년|[-–])\s*(?:제)?(\d{1,2})\s*(?:반)?$/.exec(plain);
  if (both) return { grade: Number(both[1]), name: String(Number(both[2])) };
  const number = /^(?:제)?(\d{1,2})(?:\.0+)?\s*(?:반|학급)?$/.exec(plain);
  if (number) return Number(number[1]) === 0 ? null : { grade: null, name: String(Number(number[1])) };
  const word = /^([가-힣A-Za-z]{1,10}?)\s*(?:반)?$/.exec(plain);
  return word?.[1] === undefined ? null : { grade: null, name: word[1] };
}

export function numberOf(value: string): number | null {
  const found = /^(\d{1,3})(?:\.0+)?\s*번?$/.exec(plainText(value));
  const number = Number(found?.[1] ?? 0);
  return number >= 1 && number <= 200 ? number : null;
}

/** A pupil's number as schools write it in one: `10203` or `1020 3`: grade, two digits of class, two of number. */
export function pupilCodeOf(value: string): { grade: number; name: string; number: number } | null {
  const plain = plainText(value).replace(/[\s-]/g, '');
  const found = /^([1-6])(\d{2})(\d{2})$/.exec(plain) ?? /^([1-6])(\d)(\d{2})$/.exec(plain);
  if (!found) return null;
  const number = Number(found[3]);
  const name = String(Number(found[2]));
  return number === 0 || name === '0' ? null : { grade: Number(found[1]), name, number };
}

const YES = /^(y|yes|o|ㅇ|예|네|true|1|v|✓|√|●|○|주|주근무지|주소속|본직|해당)$/i;
const NO = /^(n|no|x|아니오|아니요|false|0|부|겸직|부소속|파견|-|해당없음|)$/i;

export function yesNo(value: string): boolean | null {
  const plain = plainText(value);
  if (YES.test(plain)) return true;
  return NO.test(plain) ? false : null;
}

export type Standing = 'here' | 'on-leave' | 'left';

/** What a list says of someone's standing: 재직, 휴직, 퇴직, 전출, 졸업 … */
export function standingOf(value: string): Standing | null {
  const plain = plainText(value).toLowerCase().replace(/\s/g, '');
  if (
    plain === '' ||
    /^(재직|재직중|근무|근무중|정상|재학|재학중|활동|전입|편입|입학|복직|복학|신규|active|enrolled|employed|current|joined)$/.test(
      plain,
    )
  )
    return 'here';
  if (
    /^(휴직|휴직중|육아휴직|병가|병휴직|질병휴직|유학휴직|군휴직|휴학|휴학중|파견|파견중|연수휴직|leave|onleave|suspended)$/.test(
      plain,
    )
  )
    return 'on-leave';
  if (
    /^(퇴직|퇴사|퇴소|면직|전출|전학|자퇴|퇴학|졸업|제적|해임|명예퇴직|정년퇴직|의원면직|inactive|left|terminated|graduated|transferred|withdrawn)$/.test(
      plain,
    )
  )
    return 'left';
  return null;
}

export function leaveKindOf(value: string): LeaveKind | null {
  const plain = plainText(value).toLowerCase().replace(/\s/g, '');
  if (plain === '') return null;
  if (/육아|출산|parental|maternity|paternity/.test(plain)) return 'parental';
  if (/병|질병|요양|sick|medical/.test(plain)) return 'sick';
  if (/유학|연수|학업|study/.test(plain)) return 'study';
  if (/군|입대|military/.test(plain)) return 'military';
  return /파견|dispatch|secondment/.test(plain) ? 'dispatch' : 'other';
}

export function occupationOf(value: string): Occupation | null {
  const plain = plainText(value).toLowerCase().replace(/\s/g, '');
  if (plain === '') return null;
  if (/^(학생|student|pupil)$/.test(plain)) return 'student';
  if (/교사|교원|교감|교장|교직원|기간제|강사|teacher/.test(plain)) return 'teacher';
  if (
    /요양보호사|사회복지사|간호|물리치료|작업치료|조리|위생|생활지도|생활지원|종사자|시설장|사무원|caregiver|careworker|socialworker|nurse|social-service/.test(
      plain,
    )
  )
    return 'social-service';
  if (/공사|공단|출연|public-corporation/.test(plain)) return 'public-corporation';
  if (/공무원|일반직|별정직|임기제|연구직|지도직|소방직|공무직|행정직|기술직|official|civilservant/.test(plain))
    return 'official';
  return /강사단|협력|partner/.test(plain) ? 'partner' : null;
}

/** The band of a post; only what the name of the post says beyond doubt is more than `staff`. */
export function bandOf(position: string): Band {
  const plain = plainText(position).replace(/\s/g, '');
  if (/^(시장|부시장|실장|국장|본부장|구청장|부구청장|교육감|부교육감|교육장|사장|이사장)$/.test(plain))
    return 'executive';
  if (/(과장|담당관|소장|서장|동장|관장|원장|시설장|센터장|교장)$/.test(plain) && !/(부|대리)/.test(plain))
    return 'head';
  return /(팀장|계장|교감|부장|사무국장|파트장|manager)$/i.test(plain) ? 'manager' : 'staff';
}
