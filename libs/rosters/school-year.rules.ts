import type { LocalDate } from '#libs/time';

/** School years run from 1 March (초·중등교육법 제24조); January and February belong to the year before. */
export function schoolYearOf(date: LocalDate): number {
  const year = Number(date.slice(0, 4));
  return date.slice(5) < '03-01' ? year - 1 : year;
}

export function firstDayOf(schoolYear: number): LocalDate {
  return `${String(schoolYear)}-03-01`;
}

/** The last grade of a school, after which pupils leave it: six years of elementary school, three of the others. */
export function lastGradeOf(schoolName: string): number {
  return /초등?학?교?$/.test(schoolName.replace(/\s/g, '')) || /elementary|primary/i.test(schoolName) ? 6 : 3;
}

/** Grade and class from what a class is called: `2학년 3반`, `Class 2-3`, `2-3`. */
export function classFromName(name: string): { grade: number; className: string } | null {
  const found =
    /([1-6])\s*학년\s*([\p{L}\p{N}]{1,10}?)\s*반/u.exec(name) ?? /([1-6])\s*-\s*([\p{L}\p{N}]{1,10})/u.exec(name);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  return { grade: Number(found[1]), className: /^\d+$/.test(found[2]) ? String(Number(found[2])) : found[2] };
}
