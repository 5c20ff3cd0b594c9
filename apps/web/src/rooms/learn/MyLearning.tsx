import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { EnrollmentItem } from '../../api/types';
import { useMe } from '../../app/session';
import { useText } from '../../i18n';
import { ButtonLink } from '../../parts/ButtonLink';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Meter } from '../../parts/Meter';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Learn.module.css';

/** A pupil's first page: what they are learning, in plain words, and what is kept about them. */
export function MyLearning() {
  const { t } = useTranslation();
  const me = useMe();
  const query = useQuery(queries.enrollments());
  return (
    <Page title={t('learn.title')} width="narrow" lead={<p>{t('learn.lead', { name: me.person.name })}</p>}>
      <div className={classes.sections}>
        <QueryView query={query}>{({ items }) => <Lists items={items} />}</QueryView>
        <p>
          <Link to="/what-stays">{t('learn.stays')}</Link>
        </p>
      </div>
    </Page>
  );
}

function Lists({ items }: { items: EnrollmentItem[] }) {
  const { t } = useTranslation();
  const lists = [
    { key: 'now', items: items.filter(({ state }) => state === 'active') },
    { key: 'done', items: items.filter(({ state }) => state === 'completed') },
  ] as const;
  if (lists.every((list) => list.items.length === 0))
    return (
      <Empty
        title={t('learn.emptyTitle')}
        action={
          <ButtonLink to="/courses" search={{ track: 'students' }} variant="default">
            {t('learn.browse')}
          </ButtonLink>
        }
      >
        {t('learn.emptyBody')}
      </Empty>
    );
  return lists.map(
    (list) =>
      list.items.length > 0 && (
        <section key={list.key} aria-labelledby={`learn-${list.key}`} className={classes.sections}>
          <h2 id={`learn-${list.key}`}>{t(`learn.${list.key}`)}</h2>
          {list.items.map((item) => (
            <One key={item.id} item={item} />
          ))}
        </section>
      ),
  );
}

function One({ item }: { item: EnrollmentItem }) {
  const { t } = useTranslation();
  const text = useText();
  const title = text(item.course.title);
  const progress = t('learn.progress', { total: item.total, done: item.done });
  const done = item.state === 'completed';
  return (
    <Card as="article" label={title}>
      <h3 className={classes.title}>{title}</h3>
      <p>{progress}</p>
      <Meter label={title} value={item.done} max={item.total} text={progress} done={done} />
      <div className={classes.action}>
        <ButtonLink
          to="/learn/$enrollmentId"
          params={{ enrollmentId: item.id }}
          {...(done && { variant: 'default' })}
          aria-label={t(done ? 'learn.againNamed' : 'learn.goNamed', { title })}
        >
          {t(done ? 'learn.again' : 'learn.go')}
        </ButtonLink>
      </div>
    </Card>
  );
}
