import { Button, Radio } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { type ImportFilter, queries } from '../../api/queries';
import type { ImportDetail, ImportRow } from '../../api/types';
import { useText } from '../../i18n';
import { ko } from '../../i18n/ko';
import { Failure } from '../../parts/Failure';
import { More } from '../../parts/More';
import { QueryView } from '../../parts/QueryView';
import classes from './Imports.module.css';

type Because = keyof typeof ko.imports.because;
type Kind = keyof typeof ko.imports.counts;

/** Rows of a list, each as one sentence or one question. */
export function Rows({ run, filter }: { run: ImportDetail; filter: ImportFilter }) {
  const query = useInfiniteQuery(queries.importRows(run.id, filter));
  return (
    <QueryView query={query}>
      {({ pages }) => (
        <>
          <ul className={classes.list}>
            {pages
              .flatMap(({ items }) => items)
              .map((row) => (
                <li key={row.id} className={classes.card}>
                  <One run={run} row={row} />
                </li>
              ))}
          </ul>
          <More query={query} />
        </>
      )}
    </QueryView>
  );
}

function One({ run, row }: { run: ImportDetail; row: ImportRow }) {
  const { t } = useTranslation();
  const text = useText();
  const place = [row.from ? text(row.from) : null, row.to ? text(row.to) : null];
  const [from, to] = place;
  const because = row.because !== null && row.because in ko.imports.because ? (row.because as Because) : null;
  const kind = row.kind in ko.imports.counts ? (row.kind as Kind) : null;
  return (
    <>
      <p className={classes.line}>
        <span className={classes.strong}>
          {row.name ??
            row.cells
              .filter((cell) => cell !== '')
              .join(' | ')
              .slice(0, 80)}
        </span>
        {kind && <span>{t(`imports.counts.${kind}`)}</span>}
        {from && to && from !== to ? (
          <span>{t('imports.becomes', { from, to })}</span>
        ) : (
          (to ?? from) && <span>{to ?? from}</span>
        )}
        <span className={classes.meta}>
          {row.number === null ? t('imports.missing') : t('imports.row', { number: row.number })}
        </span>
        {row.decision === 'yes' && <span>{t('imports.confirmed')}</span>}
      </p>
      {because && row.needs !== 'nothing' && <p className={classes.meta}>{t(`imports.because.${because}`)}</p>}
      {row.problems.map((problem, index) => (
        <p key={index}>{text(problem)}</p>
      ))}
      {row.kind === 'ask' && run.state === 'checked' && <Choice run={run} row={row} />}
    </>
  );
}

function Choice({ run, row }: { run: ImportDetail; row: ImportRow }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const [choice, setChoice] = useState('');
  const decide = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/imports/{id}/decisions', {
          params: { path: { id: run.id } },
          body: { row: row.id, choice },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['import', run.id] }),
  });
  const placeOf = (candidate: ImportRow['candidates'][number]): string => {
    if (!candidate.place) return t('imports.double.elsewhere');
    const place = text(candidate.place);
    return candidate.number === null
      ? t('imports.now', { place })
      : t('imports.nowNumber', { place, number: candidate.number });
  };
  return (
    <>
      <Radio.Group label={t('imports.who', { name: row.name ?? '' })} value={choice} onChange={setChoice}>
        <div className={classes.choices}>
          {row.candidates.map((candidate) => (
            <Radio
              key={candidate.personId}
              value={candidate.personId}
              label={`${candidate.name} (${placeOf(candidate)})`}
            />
          ))}
          <Radio value="new" label={t('imports.isNew')} />
          <Radio value="skip" label={t('imports.skip')} />
        </div>
      </Radio.Group>
      {decide.isError && <Failure error={decide.error} />}
      <div>
        <Button
          variant="default"
          disabled={choice === ''}
          loading={decide.isPending}
          aria-label={`${t('imports.choose')}: ${row.name ?? ''}`}
          onClick={() => {
            decide.mutate();
          }}
        >
          {t('imports.choose')}
        </Button>
      </div>
    </>
  );
}
