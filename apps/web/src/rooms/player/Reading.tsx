import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Prose } from '../../parts/Prose';
import { FinishBar } from './FinishBar';
import type { LessonProps } from './lesson-props';
import classes from './Reading.module.css';
import { usePresence } from './usePresence';

/** `at:0.42`: the share of the text above the top of the window, 0–1. */
const PLACE = /^at:(0(?:\.\d+)?|1)$/;

export function Reading(props: LessonProps) {
  const { enrollment, state, lesson } = props;
  const { t } = useTranslation();
  const article = useRef<HTMLDivElement>(null);
  const presence = usePresence(enrollment.id, state.id);
  // The place of the first look: what beats write afterwards must not make the page jump.
  const [place] = useState(() =>
    state.state === 'in-progress' ? Number(PLACE.exec(state.position ?? '')?.[1] ?? 0) : 0,
  );
  const [restored, setRestored] = useState(false);
  const { at } = presence;

  useEffect(() => {
    if (place < 0.03) return undefined;
    // After the router's own scrolling to the top.
    const timer = setTimeout(() => {
      const element = article.current;
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: top + place * element.offsetHeight - window.innerHeight * 0.2 });
      setRestored(true);
    }, 120);
    return () => {
      clearTimeout(timer);
    };
  }, [place]);

  useEffect(() => {
    const onScroll = (): void => {
      const element = article.current;
      if (!element || element.offsetHeight === 0) return;
      const share = (window.innerHeight * 0.2 - element.getBoundingClientRect().top) / element.offsetHeight;
      at(`at:${Math.min(1, Math.max(0, share)).toFixed(3)}`.replace(/\.000$/, ''));
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.removeEventListener('scroll', onScroll);
    };
  }, [at]);

  return (
    <>
      {restored && (
        <p className={classes.restored} role="status">
          {t('player.restored')}{' '}
          <button
            type="button"
            className={classes.fromStart}
            onClick={() => {
              window.scrollTo({ top: 0 });
              setRestored(false);
            }}
          >
            {t('player.fromStart')}
          </button>
        </p>
      )}
      <Prose ref={article} html={lesson.html ?? ''} language={lesson.language} />
      <FinishBar {...props} finish={presence.finish} label={t('player.readOn')} />
    </>
  );
}
