import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { CourseCard } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Empty } from '../../parts/Empty';
import { Meter } from '../../parts/Meter';
import { More } from '../../parts/More';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Courses.module.css';

const route = getRouteApi('/in/courses');
const tracks = ['officials', 'social-service', 'teachers', 'students'] as const;

export function Courses() {
  const { t } = useTranslation();
  const { track: asked, q = '' } = route.useSearch();
  const track = tracks.find((each) => each === asked) ?? null;
  const query = useInfiniteQuery(queries.courses(track, q));
  return (
    <Page title={t('courses.title')} lead={t('courses.lead')}>
      <Filter track={track ?? ''} q={q} />
      <QueryView query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <Empty title={t('courses.noneTitle')} action={<Link to="/courses">{t('courses.clear')}</Link>}>
                {t('courses.noneBody')}
              </Empty>
            );
          }
          return (
            <>
              <ul className={classes.grid}>
                {items.map((course) => (
                  <li key={course.code}>
                    <Tile course={course} />
                  </li>
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Filter({ track, q }: { track: string; q: string }) {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = route.useNavigate();
  const [asked, setAsked] = useState(q);
  useEffect(() => {
    setAsked(q);
  }, [q]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void navigate({ search: { track: track || undefined, q: asked.trim() || undefined } });
  };
  return (
    <form role="search" className={classes.filter} onSubmit={submit}>
      <NativeSelect
        label={t('courses.track')}
        value={track}
        data={[
          { value: '', label: t('courses.allTracks') },
          ...tracks.map((each) => ({ value: each, label: word('track', each) })),
        ]}
        onChange={(event) => {
          void navigate({ search: { track: event.currentTarget.value || undefined, q: q || undefined } });
        }}
      />
      <TextInput
        type="search"
        label={t('courses.search')}
        placeholder={t('courses.searchHint')}
        value={asked}
        onChange={(event) => {
          setAsked(event.currentTarget.value);
        }}
      />
      <Button type="submit" variant="default">
        {t('courses.find')}
      </Button>
    </form>
  );
}

function Tile({ course }: { course: CourseCard }) {
  const { t } = useTranslation();
  const text = useText();
  const word = useWord();
  const { minutes } = useFormat();
  const enrollment = course.enrollment;
  const progress = enrollment && t('courses.progress', { total: enrollment.total, done: enrollment.done });
  return (
    <article className={classes.tile}>
      <div className={classes.badges}>
        <span className={classes.track}>{word('track', course.track)}</span>
        {course.pilot && <PilotBadge />}
        {enrollment?.state === 'completed' && <Badge tone="green">{t('courses.completed')}</Badge>}
      </div>
      <h2 className={classes.title}>
        <Link to="/courses/$code" params={{ code: course.code }} className={classes.cover}>
          {text(course.title)}
        </Link>
      </h2>
      <p className={classes.summary}>{text(course.summary)}</p>
      {enrollment?.state === 'active' && progress && (
        <div className={classes.progress}>
          <Meter label={text(course.title)} value={enrollment.done} max={enrollment.total} text={progress} />
          <span>{progress}</span>
        </div>
      )}
      <p className={classes.meta}>
        {minutes(course.minutes)} · {t('word.lessons', { count: course.lessons })} · {word('mode', course.mode)}
      </p>
    </article>
  );
}
