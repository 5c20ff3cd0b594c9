import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { useFailureText } from '../../parts/Failure';
import type { Language } from '../../i18n';
import { Prose } from '../../parts/Prose';
import { useEditing } from './context';
import classes from './PhonePreview.module.css';

const PAUSE_MS = 400;

/** The text as the player will show it, 360 pixels wide, rendered by the server that will render it for learners. */
export function PhonePreview({ markdown, title, language }: { markdown: string; title: string; language: Language }) {
  const { t } = useTranslation();
  const say = useFailureText();
  const { code } = useEditing().document;
  const [settled, setSettled] = useState(markdown);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(markdown);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [markdown]);
  const query = useQuery({
    queryKey: ['preview', code, language, settled],
    queryFn: () => unwrap(http.POST('/api/v1/studio/preview', { body: { markdown: settled, language, course: code } })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  return (
    <section className={classes.phone} aria-label={t('studio.preview')}>
      <p className={classes.caption}>{t('studio.preview')}</p>
      {/* Scrolls by itself, so it must be reachable by keyboard. */}
      <div className={classes.screen} tabIndex={0} role="group" aria-label={t('studio.previewScreen')}>
        <p className={classes.title} lang={language}>
          {title}
        </p>
        {query.data && <Prose html={query.data.html} language={language} />}
        {query.isError && <p>{say(query.error)}</p>}
      </div>
    </section>
  );
}
