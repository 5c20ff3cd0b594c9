import { IconCircle, IconCircleCheckFilled, IconCircleHalf2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Enrollment } from '../../api/types';
import { useText } from '../../i18n';
import { PilotBadge } from '../../parts/Badge';
import { Meter } from '../../parts/Meter';
import { Choice } from './Choice';
import classes from './LessonList.module.css';

const marks = { 'not-started': IconCircle, 'in-progress': IconCircleHalf2, done: IconCircleCheckFilled } as const;

function known(state: string): keyof typeof marks {
  return state in marks ? (state as keyof typeof marks) : 'not-started';
}

export function LessonList({ enrollment, current }: { enrollment: Enrollment; current: string }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    setOpen(false);
  }, [current]);
  const done = enrollment.lessons.filter((lesson) => lesson.state === 'done').length;
  const progress = t('courses.progress', { total: enrollment.lessons.length, done });
  return (
    <nav className={`${classes.list ?? ''} no-print`} aria-label={t('player.lessonList')}>
      <div className={classes.head}>
        <Link to="/courses/$code" params={{ code: enrollment.course.code }} className={classes.course}>
          {text(enrollment.course.title)}
        </Link>
        {enrollment.course.pilot && <PilotBadge />}
      </div>
      <Meter
        label={text(enrollment.course.title)}
        value={done}
        max={enrollment.lessons.length}
        text={progress}
        done={done === enrollment.lessons.length}
      />
      <div className={classes.progressLine}>
        <span>{progress}</span>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls="lesson-list"
          onClick={() => {
            setOpen(!open);
          }}
        >
          {open ? t('player.hideLessons') : t('player.showLessons')}
        </button>
      </div>
      <ol id="lesson-list" className={classes.lessons} data-open={open || undefined}>
        {enrollment.lessons.map((lesson) => {
          const state = known(lesson.state);
          const Icon = marks[state];
          return (
            <li key={lesson.id}>
              <Link
                to="/learn/$enrollmentId/$lessonId"
                params={{ enrollmentId: enrollment.id, lessonId: lesson.id }}
                className={classes.lesson}
                data-state={state}
                aria-current={lesson.id === current ? 'step' : undefined}
              >
                <Icon size={22} aria-hidden="true" />
                <span>
                  {text(lesson.title)}
                  <small>
                    {t(`lessonState.${state}`)}
                    {!lesson.required && ` · ${t('app.optional')}`}
                  </small>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
      <Choice enrollment={enrollment} />
    </nav>
  );
}
