import { IconPresentation } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { PilotBadge } from '../../parts/Badge';
import { ButtonLink } from '../../parts/ButtonLink';
import { Card } from '../../parts/Card';
import { Lines, QueryView } from '../../parts/QueryView';
import classes from './School.module.css';

/** The courses made for pupils, each one click from the big screen. */
export function RunLesson({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { minutes } = useFormat();
  const query = useInfiniteQuery(queries.courses('students', ''));
  return (
    <Card labelledBy="run" tone="earth">
      <h2 id="run" className={classes.sectionTitle}>
        {t('school.runTitle')}
      </h2>
      <p className={classes.soft}>{t('school.runLead')}</p>
      <QueryView query={query} skeleton={<Lines count={2} height={64} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className={classes.soft}>{t('school.noCourses')}</p>;
          return (
            <ul className={classes.courses}>
              {items.map((course) => (
                <li key={course.code}>
                  <div className={classes.courseText}>
                    <strong>{text(course.title)}</strong> {course.pilot && <PilotBadge />}
                    <p className={classes.meta}>
                      {minutes(course.minutes)} · {t('word.lessons', { count: course.lessons })}
                    </p>
                  </div>
                  <ButtonLink
                    to="/school/$unitId/present/$courseCode"
                    params={{ unitId, courseCode: course.code }}
                    leftSection={<IconPresentation size={20} aria-hidden="true" />}
                    aria-label={t('school.openNamed', { title: text(course.title) })}
                  >
                    {t('school.open')}
                  </ButtonLink>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
    </Card>
  );
}
