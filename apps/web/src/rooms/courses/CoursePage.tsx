import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { CourseDetail } from '../../api/types';
import { can, useMe } from '../../app/session';
import { useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { PilotBadge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Disclosure } from '../../parts/Disclosure';
import { Failure } from '../../parts/Failure';
import { LessonIcon } from '../../parts/LessonIcon';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Sources } from '../../parts/Sources';
import { useEnroll } from '../duties/useEnroll';
import classes from './CoursePage.module.css';

const route = getRouteApi('/in/courses/$code');

export function CoursePage() {
  const { code } = route.useParams();
  const query = useQuery(queries.course(code));
  return <QueryView query={query}>{(course) => <Course course={course} />}</QueryView>;
}

function Course({ course }: { course: CourseDetail }) {
  const me = useMe();
  const { t } = useTranslation();
  const text = useText();
  return (
    <Page
      title={text(course.title)}
      lead={text(course.summary)}
      above={
        <Link to="/courses" className={classes.back}>
          <IconArrowLeft size={18} aria-hidden="true" />
          {t('courses.all')}
        </Link>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          {course.pilot && (
            <Notice tone="info" title={t('app.pilot')}>
              {t('app.pilotWhy')}
            </Notice>
          )}
          {course.objectives.length > 0 && (
            <section>
              <h2 className={classes.heading}>{t('courses.objectives')}</h2>
              <ul className={classes.objectives}>
                {course.objectives.map((objective, index) => (
                  <li key={index}>
                    <IconCheck size={20} aria-hidden="true" />
                    <span>{text(objective)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Lessons course={course} />
          {course.hasGuide && can(me, 'course:guide') && (
            <p>
              <Link to="/courses/$code/guide" params={{ code: course.code }}>
                {t('courses.openGuide')}
              </Link>
            </p>
          )}
          {course.sources.length > 0 && (
            <Disclosure summary={t('courses.sources')}>
              <Sources sources={course.sources} />
            </Disclosure>
          )}
        </div>
        <Aside course={course} />
      </div>
    </Page>
  );
}

function Lessons({ course }: { course: CourseDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const word = useWord();
  const { minutes } = useFormat();
  return (
    <section>
      <h2 className={classes.heading}>{t('courses.lessons')}</h2>
      <ol className={classes.lessons}>
        {course.lessonList.map((lesson) => (
          <li key={lesson.slug}>
            <LessonIcon kind={lesson.kind} />
            <span className={classes.lessonTitle}>{text(lesson.title)}</span>
            <span className={classes.lessonMeta}>
              {word('lessonKind', lesson.kind)} · {minutes(lesson.minutes)}
              {!lesson.required && ` · ${t('app.optional')}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Aside({ course }: { course: CourseDetail }) {
  const { t } = useTranslation();
  const word = useWord();
  const { minutes } = useFormat();
  const enroll = useEnroll();
  const state = course.enrollment?.state;
  const label =
    state === 'active' ? t('courses.resume') : state === 'completed' ? t('courses.review') : t('courses.start');
  const facts: [string, string][] = [
    [t('courses.time'), minutes(course.minutes)],
    [t('courses.mode'), word('mode', course.mode)],
    [t('courses.forWhom'), word('track', course.track)],
    [t('courses.topics'), course.topics.map((topic) => word('topic', topic)).join(', ')],
    [t('courses.languages'), course.languages.map((language) => (language === 'ko' ? '한국어' : 'English')).join(', ')],
    [t('courses.version'), t('courses.versionNumber', { number: course.version })],
  ];
  return (
    <aside className={classes.aside}>
      <Card as="div">
        <div className={classes.go}>
          {state === 'completed' && course.enrollment ? (
            <Link to="/learn/$enrollmentId" params={{ enrollmentId: course.enrollment.id }}>
              {label}
            </Link>
          ) : (
            <Button
              size="lg"
              fullWidth
              loading={enroll.isPending}
              rightSection={<IconArrowRight size={20} aria-hidden="true" />}
              onClick={() => {
                enroll.mutate(course.code);
              }}
            >
              {label}
            </Button>
          )}
          {enroll.isError && <Failure error={enroll.error} />}
        </div>
        <h2 className="sr-only">{t('courses.facts')}</h2>
        <dl className={classes.facts}>
          {facts
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        {course.pilot && <PilotBadge />}
      </Card>
      <Seats course={course} />
    </aside>
  );
}

function Seats({ course }: { course: CourseDetail }) {
  const { t } = useTranslation();
  const names: Record<string, string> = {
    official: t('courses.seat.official'),
    'civil-society': t('courses.seat.civil-society'),
    academia: t('courses.seat.academia'),
    'rights-holder': t('courses.seat.rights-holder'),
  };
  if (course.seats.length === 0) return null;
  return (
    <Card tone="earth" labelledBy="seats">
      <h2 id="seats" className={classes.seatsTitle}>
        {t('courses.seats')}
      </h2>
      <ul className={classes.seats}>
        {course.seats.map(({ seat, signed }) => (
          <li key={seat}>
            {signed ? <IconCheck size={18} aria-hidden="true" /> : <IconCircleDashed size={18} aria-hidden="true" />}
            <span>
              {names[seat] ?? seat}: {signed ? t('courses.signed') : t('courses.unsigned')}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/courses/$code/makers" params={{ code: course.code }}>
          {t('courses.makers')}
        </Link>
      </p>
      <p className={classes.seatsWhy}>{t('courses.seatsWhy')}</p>
    </Card>
  );
}
