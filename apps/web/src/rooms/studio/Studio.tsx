import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { StudioCourse } from '../../api/types';
import { useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Flags } from '../teaching/Flags';
import { ImportCourse } from './ImportCourse';
import { NewCourse } from './NewCourse';
import classes from './Studio.module.css';

export function Studio() {
  const { t } = useTranslation();
  const query = useQuery(queries.studioCourses());
  return (
    <Page title={t('studio.title')} lead={t('studio.lead')} actions={<NewCourse />}>
      <ImportCourse />
      <p>
        <Link to="/studio/cases">{t('marking.title')}</Link>
      </p>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('studio.noneTitle')}>{t('studio.noneBody')}</Empty>
          ) : (
            <ul className={classes.list}>
              {items.map((course) => (
                <li key={course.code}>
                  <One course={course} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <Flags />
    </Page>
  );
}

function One({ course }: { course: StudioCourse }) {
  const { t } = useTranslation();
  const text = useText();
  const word = useWord();
  const { instant } = useFormat();
  return (
    <article className={classes.course}>
      <div className={classes.badges}>
        <span className={classes.track}>{word('track', course.track)}</span>
        {course.draft && <Badge tone="amber">{t('studio.draft')}</Badge>}
        {course.published && (
          <Badge tone="green">{t('courses.versionNumber', { number: course.published.number })}</Badge>
        )}
        {course.published?.pilot && <PilotBadge />}
      </div>
      <h2 className={classes.title}>
        <Link to="/studio/$code" params={{ code: course.code }}>
          {text(course.title) || t('studio.untitled')}
        </Link>
      </h2>
      <p className={classes.meta}>
        {course.draft &&
          t('studio.editedBy', { name: course.draft.updatedBy ?? '', at: instant(course.draft.updatedAt) })}
        {!course.draft &&
          course.published?.publishedAt &&
          t('studio.publishedAt', { at: instant(course.published.publishedAt) })}
      </p>
      <p className={classes.meta}>
        <Link to="/review/$code" params={{ code: course.code }}>
          {t('review.versions')}
        </Link>{' '}
        ·{' '}
        <Link to="/studio/$code/numbers" params={{ code: course.code }}>
          {t('numbers.open')}
        </Link>
      </p>
    </article>
  );
}
