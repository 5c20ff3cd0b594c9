import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { DoublePair } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Empty } from '../../parts/Empty';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Imports.module.css';

/** The queue of people who may be one. */
export function Doubles() {
  const { t } = useTranslation();
  const query = useQuery(queries.doubles());
  return (
    <Page
      title={t('imports.double.title')}
      lead={t('imports.double.lead')}
      above={
        <Link to="/imports" className={classes.line ?? ''}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('imports.all')}
        </Link>
      }
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('imports.double.none')} />
          ) : (
            <ul className={classes.list}>
              {items.map((pair) => (
                <li key={pair.id} className={classes.card}>
                  <Pair pair={pair} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}

function Pair({ pair }: { pair: DoublePair }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (kept: string | null | undefined) => {
      const params = { path: { id: pair.id } };
      if (kept === undefined) return unwrap(http.POST('/api/v1/doubles/{id}/reopen', { params }));
      return kept === null
        ? unwrap(http.POST('/api/v1/doubles/{id}/apart', { params }))
        : unwrap(http.POST('/api/v1/doubles/{id}/merge', { params, body: { kept } }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['doubles'] }),
  });
  const placeOf = ({ units, since }: DoublePair['persons'][number]): string => {
    const place = units.join(', ') || t('imports.double.elsewhere');
    // Two of one name at one place are told apart by when they came.
    return since === null ? place : t('imports.double.since', { place, date: date(since) });
  };
  return (
    <>
      {pair.persons.map((person) => (
        <p key={person.personId} className={classes.line}>
          <span className={classes.strong}>{person.name}</span>
          <span>{placeOf(person)}</span>
          {person.birthDate && (
            <span className={classes.meta}>{t('imports.double.birth', { date: date(person.birthDate) })}</span>
          )}
        </p>
      ))}
      {decide.isError && <Failure error={decide.error} />}
      <div className={classes.actions}>
        {pair.state === 'open' ? (
          <>
            {pair.persons.map((person) => (
              <Button
                key={person.personId}
                variant="default"
                loading={decide.isPending}
                onClick={() => {
                  decide.mutate(person.personId);
                }}
              >
                {t('imports.double.keep', { name: person.name, place: placeOf(person) })}
              </Button>
            ))}
            <Button
              variant="default"
              loading={decide.isPending}
              onClick={() => {
                decide.mutate(null);
              }}
            >
              {t('imports.double.apart')}
            </Button>
          </>
        ) : (
          <>
            <p>{pair.state === 'merged' ? t('imports.double.merged') : t('imports.double.wereApart')}</p>
            <Button
              variant="default"
              loading={decide.isPending}
              onClick={() => {
                decide.mutate(undefined);
              }}
            >
              {t('imports.double.reopen')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
