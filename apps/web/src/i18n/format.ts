import { useTranslation } from 'react-i18next';

import { useLanguage } from './index';

const ZONE = 'Asia/Seoul';

const weekday = {
  ko: new Intl.DateTimeFormat('ko-KR', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }),
};
const short = {
  ko: new Intl.DateTimeFormat('ko-KR', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }),
};
const moment = {
  ko: new Intl.DateTimeFormat('ko-KR', { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE }),
};

interface Format {
  /** `2026-12-31` → 2026년 12월 31일 (목) */
  date: (day: string) => string;
  shortDate: (day: string) => string;
  /** An instant in the city's time zone. */
  instant: (iso: string) => string;
  /** 90 → 1시간 30분 */
  minutes: (count: number) => string;
  amount: (count: number, unit: string) => string;
  /** 37 → 37일 남음, 0 → 오늘까지, −2 → 2일 지남 */
  daysLeft: (days: number) => string;
  percent: (share: number) => string;
  number: (count: number) => string;
}

export function useFormat(): Format {
  const { t } = useTranslation();
  const language = useLanguage();
  const minutes = (count: number): string => {
    const hours = Math.floor(count / 60);
    const rest = Math.round(count % 60);
    if (hours === 0) return t('word.minutes', { count: rest });
    return rest === 0 ? t('word.hours', { count: hours }) : t('word.hoursMinutes', { hours, minutes: rest });
  };
  return {
    date: (day) => {
      const midnight = new Date(`${day}T00:00:00Z`);
      return `${short[language].format(midnight)} (${weekday[language].format(midnight)})`;
    },
    shortDate: (day) => short[language].format(new Date(`${day}T00:00:00Z`)),
    instant: (iso) => moment[language].format(new Date(iso)),
    minutes,
    amount: (count, unit) => (unit === 'minutes' ? minutes(count) : t('word.times', { count })),
    daysLeft: (days) => {
      if (days === 0) return t('word.dueToday');
      return days > 0 ? t('word.daysLeft', { count: days }) : t('word.daysOver', { count: -days });
    },
    percent: (share) => `${String(Math.floor(share * 100))}%`,
    number: (count) => count.toLocaleString(language),
  };
}

/** Today in the city's time zone, `YYYY-MM-DD`; only for prefilled fields, the server decides what is due. */
export function cityToday(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date());
}
