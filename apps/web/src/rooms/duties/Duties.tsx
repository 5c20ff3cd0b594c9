import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Obligation } from '../../api/types';
import { useMe } from '../../app/session';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Empty } from '../../parts/Empty';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { group } from './duties';
import classes from './Duties.module.css';
import { DutyCard } from './DutyCard';

export function Duties() {
  const { t } = useTranslation();
  const me = useMe();
  const query = useQuery(queries.obligations());
  return (
    <Page
      title={t('duties.title')}
      width="narrow"
      lead={
        <>
          <p>{t('duties.greeting', { name: me.person.name })}</p>
          {query.data && <Summary obligations={query.data.obligations} />}
        </>
      }
    >
      <QueryView query={query}>{({ obligations }) => <Groups obligations={obligations} />}</QueryView>
    </Page>
  );
}

function Summary({ obligations }: { obligations: Obligation[] }) {
  const { t } = useTranslation();
  const { date, daysLeft } = useFormat();
  const { now } = group(obligations);
  const [nearest] = now;
  if (!nearest) return <p>{t('duties.summaryNone')}</p>;
  return (
    <p>
      {t('duties.summary', { count: now.length })}{' '}
      {nearest.overdue
        ? t('duties.nearestOver')
        : t('duties.nearest', { date: date(nearest.dueOn), left: daysLeft(nearest.daysLeft) })}
    </p>
  );
}

function Groups({ obligations }: { obligations: Obligation[] }) {
  const { t } = useTranslation();
  const { now, later, done, past } = group(obligations);
  const sections = [
    { key: 'now', title: t('duties.now'), list: now },
    { key: 'later', title: t('duties.later'), list: later },
    { key: 'done', title: t('duties.done'), list: done },
    { key: 'past', title: t('duties.past'), list: past },
  ].filter((section) => section.list.length > 0);
  return (
    <div className={classes.sections}>
      {now.length === 0 && (
        <Empty
          title={t('duties.emptyTitle')}
          action={
            <ButtonLink to="/courses" variant="default">
              {t('duties.browse')}
            </ButtonLink>
          }
        >
          {t('duties.emptyBody')}
        </Empty>
      )}
      {sections.map((section) => (
        <section key={section.key} aria-labelledby={`duties-${section.key}`}>
          <h2 id={`duties-${section.key}`} className={classes.groupTitle}>
            {section.title}
          </h2>
          <div className={classes.cards}>
            {section.list.map((obligation) => (
              <DutyCard key={obligation.id} obligation={obligation} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
