import { NativeSelect } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { PEOPLE_STATES, queries, type ReportFilter } from '../../api/queries';
import type { PersonRow } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, StateBadge } from '../../parts/Badge';
import { More } from '../../parts/More';
import { Lines, QueryView } from '../../parts/QueryView';
import classes from '../../parts/Table.module.css';

const route = getRouteApi('/in/compliance');

/** Names with their state, never what they answered. */
export function People({ filter }: { filter: ReportFilter }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const asked = route.useSearch().state;
  const state = PEOPLE_STATES.find((each) => each === asked) ?? 'open';
  const query = useInfiniteQuery(queries.compliancePeople(filter, state));
  return (
    <section aria-labelledby="people">
      <div className={classes.titleLine}>
        <h2 id="people" className={classes.title}>
          {t('compliance.people')}
        </h2>
        <NativeSelect
          className="no-print"
          label={t('compliance.filter')}
          value={state}
          data={PEOPLE_STATES.map((each) => ({ value: each, label: t(`compliance.filters.${each}`) }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            void navigate({ search: (search) => ({ ...search, state: value }), replace: true, resetScroll: false });
          }}
        />
      </div>
      <QueryView query={query} skeleton={<Lines count={6} height={52} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className={classes.nobody}>{t('compliance.nobody')}</p>;
          return (
            <>
              <PeopleTable items={items} />
              <More query={query} shown={items.length} total={pages[0]?.total ?? items.length} />
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

function PeopleTable({ items }: { items: PersonRow[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('compliance.name')}</th>
          <th scope="col">{t('compliance.unit')}</th>
          <th scope="col">{t('compliance.state')}</th>
          <th scope="col">{t('compliance.due')}</th>
          <th scope="col">{t('compliance.missing')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((person) => (
          <Row key={person.personId} person={person} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ person }: { person: PersonRow }) {
  const { t } = useTranslation();
  const text = useText();
  const { shortDate } = useFormat();
  return (
    <tr>
      <th scope="row">
        <span className={classes.head}>
          {person.name}
          {person.isHead && <Badge tone="earth">{t('compliance.isHead')}</Badge>}
          {!person.mail && (
            <Badge tone="plain" icon={<IconMailOff size={16} aria-hidden="true" />}>
              {t('compliance.noMail')}
            </Badge>
          )}
        </span>
      </th>
      <td data-label={t('compliance.unit')}>{text(person.unit.name)}</td>
      <td data-label={t('compliance.state')}>
        <StateBadge state={person.state} overdue={person.overdue} inTime={person.inTime} />
      </td>
      <td data-label={t('compliance.due')}>
        {person.fulfilledOn
          ? t('compliance.finishedOn', { date: shortDate(person.fulfilledOn) })
          : shortDate(person.dueOn)}
      </td>
      <td data-label={t('compliance.missing')}>{text(person.missing) || '–'}</td>
    </tr>
  );
}
