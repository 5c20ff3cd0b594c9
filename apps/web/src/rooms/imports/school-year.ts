/** School years run from 1 March; January and February belong to the year before. */
export function schoolYearOf(day: string): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5) < '03-01' ? year - 1 : year;
}

export function firstDayOf(schoolYear: number): string {
  return `${String(schoolYear)}-03-01`;
}
