import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Span } from '../../api/pending-progress';
import { useMe } from '../../app/session';
import { useText } from '../../i18n';
import { Disclosure } from '../../parts/Disclosure';
import { Notice } from '../../parts/Notice';
import { Prose } from '../../parts/Prose';
import { FinishBar } from './FinishBar';
import type { LessonProps } from './lesson-props';
import reading from './Reading.module.css';
import { type Playing, usePresence } from './usePresence';
import classes from './Video.module.css';

/** `film:12.5`: seconds from its beginning. */
const PLACE = /^film:(\d{1,5}(?:\.\d)?)$/;
const NAMES = { ko: '한국어', en: 'English' };

/** What was played of it, as the browser keeps it: seeking does not fill what lies between. */
function playedOf({ played }: HTMLVideoElement): Span[] {
  return Array.from({ length: played.length }, (_, at): Span => [tenth(played.start(at)), tenth(played.end(at))]);
}
const tenth = (seconds: number): number => Math.round(seconds * 10) / 10;

/** A film with captions, and its transcript beside it: either is a way to learn what it says. */
export function Video(props: LessonProps & { film: NonNullable<LessonProps['lesson']['film']> }) {
  const { enrollment, state, lesson, film } = props;
  const { t } = useTranslation();
  const text = useText();
  const { textOnly } = useMe().accommodations;
  const video = useRef<HTMLVideoElement>(null);
  // Noted as it plays: when the lesson is left, the film is gone before its last word is sent.
  const played = useRef<Span[]>([]);
  const [playing] = useState<Playing>(() => ({
    isPlaying: () => video.current !== null && !video.current.paused && !video.current.ended,
    played: () => played.current,
  }));
  const { at, finish } = usePresence(enrollment.id, state.id, playing);
  // The place of the first look: what beats write afterwards must not make the film jump.
  const [place] = useState(() => Number(PLACE.exec(state.position ?? '')?.[1] ?? 0));
  const [length, setLength] = useState<number | null>(null);
  const [restored, setRestored] = useState(false);
  const [failed, setFailed] = useState(false);
  const base = `/api/v1/enrollments/${enrollment.id}/lessons/${state.id}`;
  const clock = (seconds: number): string =>
    t('player.film.clock', { minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60) });

  return (
    <>
      {restored && (
        <p className={reading.restored} role="status">
          {t('player.film.restored')}{' '}
          <button
            type="button"
            className={reading.fromStart}
            onClick={() => {
              if (video.current) video.current.currentTime = 0;
              setRestored(false);
            }}
          >
            {t('player.fromStart')}
          </button>
        </p>
      )}
      {failed && (
        <Notice tone="warn" title={t('player.film.failed')} live>
          {t('player.film.failedBody')}
        </Notice>
      )}
      {!textOnly && (
        <figure className={classes.film}>
          <video
            ref={video}
            controls
            playsInline
            preload="metadata"
            aria-label={text(state.title)}
            src={`${base}/film`}
            onLoadedMetadata={({ currentTarget }) => {
              if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
              if (place < 1 || place > currentTarget.duration - 1) return;
              currentTarget.currentTime = place;
              setRestored(true);
            }}
            onTimeUpdate={({ currentTarget }) => {
              at(`film:${tenth(currentTarget.currentTime).toFixed(1)}`);
              played.current = playedOf(currentTarget);
            }}
            onError={() => {
              setFailed(true);
            }}
          >
            {film.captions.map((language) => (
              <track
                key={language}
                kind="captions"
                srcLang={language}
                label={NAMES[language]}
                src={`${base}/captions/${language}`}
                default={language === lesson.language}
              />
            ))}
          </video>
          {length !== null && (
            <figcaption>
              {t('player.film.watched', { total: clock(length), seen: clock(Math.min(length, state.watchedSeconds)) })}
            </figcaption>
          )}
        </figure>
      )}
      {!textOnly && <p className={classes.hint}>{t('player.film.transcriptHint')}</p>}
      <Disclosure summary={t('player.film.transcript')} open={textOnly || failed}>
        <Prose html={lesson.html ?? ''} language={lesson.language} />
      </Disclosure>
      <FinishBar {...props} finish={finish} label={t(textOnly ? 'player.readOn' : 'player.film.done')} />
    </>
  );
}
