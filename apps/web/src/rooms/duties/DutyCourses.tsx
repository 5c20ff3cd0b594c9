import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { DutyCourse } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { PilotBadge } from '../../parts/Badge';
import { Disclosure } from '../../parts/Disclosure';
import { Failure } from '../../parts/Failure';
import { suggested } from './duties';
import classes from './DutyCourses.module.css';
import { useEnroll } from './useEnroll';

/** The next step as one button; the other courses that would do wait behind it. */
export function DutyCourses({ courses }: { courses: DutyCourse[] }) {
  const { t } = useTranslation();
  const text = useText();
  const enroll = useEnroll();
  const first = suggested(courses);
  if (!first) return <p className={classes.none}>{t('duties.noCourse')}</p>;
  const others = courses.filter((course) => course.code !== first.code);
  const running = first.enrollment?.state === 'active';
  const title = text(first.title);
  return (
    <div className={classes.courses}>
      <div className={classes.first}>
        <CourseLine course={first} />
        <Button
          size="lg"
          loading={enroll.isPending}
          rightSection={<IconArrowRight size={20} aria-hidden="true" />}
          aria-label={running ? t('duties.resumeNamed', { title }) : t('duties.startNamed', { title })}
          onClick={() => {
            enroll.mutate(first.code);
          }}
        >
          {running ? t('duties.resume') : t('duties.start')}
        </Button>
      </div>
      {enroll.isError && <Failure error={enroll.error} />}
      {others.length > 0 && (
        <Disclosure summary={t('duties.otherCourses')}>
          <ul className={classes.others}>
            {others.map((course) => (
              <li key={course.code}>
                <CourseLine course={course} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

function CourseLine({ course }: { course: DutyCourse }) {
  const text = useText();
  const word = useWord();
  const { minutes } = useFormat();
  return (
    <div className={classes.line}>
      <Link to="/courses/$code" params={{ code: course.code }} className={classes.title}>
        {text(course.title)}
      </Link>
      <span className={classes.meta}>
        {minutes(course.minutes)} · {word('mode', course.mode)} {course.pilot && <PilotBadge />}
      </span>
    </div>
  );
}
