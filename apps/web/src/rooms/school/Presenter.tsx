import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconMaximize, IconMinimize } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Present } from '../../api/types';
import { useLanguage, useText } from '../../i18n';
import { ButtonLink } from '../../parts/ButtonLink';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Prose } from '../../parts/Prose';
import classes from './Presenter.module.css';
import { type Scene, scenesOf } from './scenes';
import { Vote } from './Vote';
import { VotedScenario } from './VotedScenario';

const route = getRouteApi('/in/school/$unitId/present/$courseCode');

export function Presenter() {
  const { courseCode } = route.useParams();
  const language = useLanguage();
  const query = useQuery(queries.present(courseCode, language));
  return <QueryView query={query}>{(present) => <Stage present={present} />}</QueryView>;
}

function Stage({ present }: { present: Present }) {
  const { t } = useTranslation();
  const text = useText();
  const { unitId, courseCode } = route.useParams();
  const scenes = scenesOf(present.lessons);
  const [at, setAt] = useState(0);
  const scene = scenes[at];
  const screen = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const last = at >= scenes.length - 1;

  const go = (to: number): void => {
    if (to < 0 || to >= scenes.length) return;
    setAt(to);
    window.scrollTo({ top: 0 });
    requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
    });
  };
  useArrowKeys(at, go);

  return (
    <div ref={screen} className={classes.stage}>
      <Page title={text(present.course.title)} quietTitle width="wide">
        <header className={classes.top}>
          <div>
            <p className={classes.course}>{text(present.course.title)}</p>
            <h2 ref={heading} tabIndex={-1} className={classes.lesson}>
              {scene && text(scene.lesson.title)}
            </h2>
          </div>
          <div className={classes.tools}>
            <FullScreen screen={screen} />
            <Link to="/school/$unitId" params={{ unitId }} className={classes.leave}>
              {t('school.present.leave')}
            </Link>
          </div>
        </header>
        <div key={at} className={classes.scene}>
          {scene && <OneScene scene={scene} />}
        </div>
        <footer className={classes.bottom}>
          <Button
            size="lg"
            variant="default"
            disabled={at === 0}
            leftSection={<IconArrowLeft size={22} aria-hidden="true" />}
            onClick={() => {
              go(at - 1);
            }}
          >
            {t('school.present.previous')}
          </Button>
          <p role="status" className={classes.position}>
            {t('school.present.position', { total: scenes.length, number: at + 1 })}
            <small>{t('school.present.keys')}</small>
          </p>
          {last ? (
            <ButtonLink size="lg" to="/school/$unitId/record" params={{ unitId }} search={{ course: courseCode }}>
              {t('school.present.finish')}
            </ButtonLink>
          ) : (
            <Button
              size="lg"
              rightSection={<IconArrowRight size={22} aria-hidden="true" />}
              onClick={() => {
                go(at + 1);
              }}
            >
              {t('school.present.next')}
            </Button>
          )}
        </footer>
      </Page>
    </div>
  );
}

function OneScene({ scene }: { scene: Scene }) {
  const { t } = useTranslation();
  if (scene.kind === 'scenario') return <VotedScenario scenario={scene.scenario} language={scene.lesson.language} />;
  if (scene.kind === 'text') return <Prose size="large" html={scene.html} language={scene.lesson.language} />;
  return (
    <>
      <h3 className={classes.number}>{t('school.present.question', { number: scene.number })}</h3>
      <Prose size="large" html={scene.item.stemHtml} language={scene.lesson.language} />
      <Vote choices={scene.item.choices} language={scene.lesson.language} />
      <p className={classes.discuss}>{t('school.present.discuss')}</p>
    </>
  );
}

function useArrowKeys(at: number, go: (to: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // Inside a field the arrows belong to the field.
      if (event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowRight' || event.key === 'PageDown') go(at + 1);
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') go(at - 1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  });
}

function FullScreen({ screen }: { screen: React.RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = (): void => {
      setFull(document.fullscreenElement !== null);
    };
    document.addEventListener('fullscreenchange', changed);
    return () => {
      document.removeEventListener('fullscreenchange', changed);
    };
  }, []);
  if (!document.fullscreenEnabled) return null;
  return (
    <Button
      variant="default"
      leftSection={full ? <IconMinimize size={20} aria-hidden="true" /> : <IconMaximize size={20} aria-hidden="true" />}
      onClick={() => {
        // Refused by some browsers outside a gesture; the page works as well without it.
        const change = full ? document.exitFullscreen() : screen.current?.requestFullscreen();
        change?.catch(() => undefined);
      }}
    >
      {full ? t('school.present.leaveFullScreen') : t('school.present.fullScreen')}
    </Button>
  );
}
