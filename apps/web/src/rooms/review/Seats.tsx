import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { Seat, SeatHolder } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Flags } from '../teaching/Flags';
import classes from './Review.module.css';

const SEATS: readonly Seat[] = ['official', 'civil-society', 'academia', 'rights-holder'];

/** Who reads courses for which seat; asked and released by the human rights office. */
export function Seats() {
  const { t } = useTranslation();
  const query = useQuery(queries.seats());
  return (
    <Page title={t('seats.title')} lead={t('seats.lead')} width="narrow">
      <div className={classes.parts}>
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <p>{t('seats.none')}</p>
            ) : (
              <ul className={classes.list}>
                {items.map((holder) => (
                  <li key={holder.id} className={classes.card}>
                    <One holder={holder} />
                  </li>
                ))}
              </ul>
            )
          }
        </QueryView>
        <Appoint />
        <Flags />
      </div>
    </Page>
  );
}

function One({ holder }: { holder: SeatHolder }) {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const client = useQueryClient();
  const seat = t(`courses.seat.${holder.seat}`);
  const end = useMutation({
    mutationFn: () => unwrap(http.DELETE('/api/v1/review-seats/{id}', { params: { path: { id: holder.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['seats'] }),
  });
  return (
    <>
      <p className={classes.badges}>
        <Badge tone="earth">{seat}</Badge>
      </p>
      <h2 className={classes.title}>{holder.name}</h2>
      <p className={classes.quiet}>
        {text(holder.affiliation)} · {t('seats.since', { at: instant(holder.appointedAt) })}
      </p>
      {end.isError && <Failure error={end.error} />}
      <div>
        <Button
          variant="default"
          loading={end.isPending}
          aria-label={t('seats.endNamed', { name: holder.name, seat })}
          onClick={() => {
            end.mutate();
          }}
        >
          {t('seats.end')}
        </Button>
      </div>
    </>
  );
}

function Appoint() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(queries.candidates());
  const [personId, setPersonId] = useState('');
  const [seat, setSeat] = useState<Seat>('official');
  const [ko, setKo] = useState('');
  const [en, setEn] = useState('');
  const appoint = useMutation({
    mutationFn: (who: string) =>
      unwrap(
        http.POST('/api/v1/review-seats', {
          body: { personId: who, seat, affiliation: { ko: ko.trim(), en: en.trim() } },
        }),
      ),
    onSuccess: async () => {
      setKo('');
      setEn('');
      await client.invalidateQueries({ queryKey: ['seats'] });
    },
  });
  return (
    <Card labelledBy="appoint">
      <h2 id="appoint" className={classes.heading}>
        {t('seats.appoint')}
      </h2>
      <QueryView query={query}>
        {({ items }) => {
          const who = personId || (items[0]?.personId ?? '');
          if (items.length === 0) return <p>{t('seats.noCandidates')}</p>;
          return (
            <div className={classes.parts}>
              <NativeSelect
                label={t('seats.who')}
                description={t('seats.whoHint')}
                value={who}
                onChange={(event) => {
                  setPersonId(event.currentTarget.value);
                }}
                data={items.map((item) => ({ value: item.personId, label: item.name }))}
              />
              <NativeSelect
                label={t('seats.seat')}
                value={seat}
                onChange={(event) => {
                  setSeat(SEATS.find((each) => each === event.currentTarget.value) ?? 'official');
                }}
                data={SEATS.map((value) => ({ value, label: t(`courses.seat.${value}`) }))}
              />
              <TextInput
                label={t('seats.affiliationKo')}
                description={t('seats.affiliationHint')}
                value={ko}
                onChange={(event) => {
                  setKo(event.currentTarget.value);
                }}
              />
              <TextInput
                label={t('seats.affiliationEn')}
                value={en}
                onChange={(event) => {
                  setEn(event.currentTarget.value);
                }}
              />
              {appoint.isError && <Failure error={appoint.error} />}
              {appoint.isSuccess && (
                <Notice tone="good" live>
                  {t('seats.done')}
                </Notice>
              )}
              <div>
                <Button
                  loading={appoint.isPending}
                  disabled={ko.trim() === '' || en.trim() === ''}
                  onClick={() => {
                    appoint.mutate(who);
                  }}
                >
                  {t('seats.appoint')}
                </Button>
              </div>
            </div>
          );
        }}
      </QueryView>
    </Card>
  );
}
