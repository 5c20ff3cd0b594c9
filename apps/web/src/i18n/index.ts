import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';

import { type Dict, ko } from './ko';

export type Language = 'ko' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: Dict };
    returnNull: false;
  }
}

const REMEMBERED = 'madang.language';

function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'ko';
  } catch {
    // Storage may be forbidden; Korean is the first language.
    return 'ko';
  }
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ko',
    fallbackLng: 'ko',
    defaultNS: 'words',
    ns: ['words'],
    resources: { ko: { words: ko } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await setLanguage(remembered());
}

/** Switches all screens; English is fetched the first time it is asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'words')) {
    const { en } = await import('./en');
    i18next.addResourceBundle('en', 'words', en);
  }
  if (i18next.language !== language) await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // Forbidden storage only means that the choice is not remembered.
  }
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ko';
}

/** Picks the reader's language out of a text that carries both. */
export function useText(): (text: { ko: string; en: string }) => string {
  const language = useLanguage();
  return useCallback((text) => text[language] || text.ko, [language]);
}

/** The word for a code of the server, or the code itself when this build does not know it yet. */
export function useWord(): (
  section: 'mode' | 'method' | 'track' | 'topic' | 'band' | 'lessonKind',
  code: string,
) => string {
  const { t } = useTranslation();
  return (section, code) => {
    // The key is put together at run time from a server's code, which the typed keys cannot know.
    const key = `${section}.${code}`;
    const found = t(key as never) as string;
    return found === key ? code : found;
  };
}
