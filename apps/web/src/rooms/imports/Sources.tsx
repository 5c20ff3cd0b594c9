import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { ImportSource } from '../../api/types';
import { useText } from '../../i18n';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Imports.module.css';

/** Beyond half, the guard would let another unit's list through. */
const MOST_PERCENT = 50;

/** Where lists come from, and from which share of missing people on each stops and asks. */
export function Sources({ sources }: { sources: ImportSource[] }) {
  const { t } = useTranslation();
  if (sources.length === 0) return <p>{t('imports.none')}</p>;
  return (
    <div className={classes.sections}>
      <p>{t('imports.guardLead')}</p>
      <ul className={classes.list}>
        {sources.map((source) => (
          <li key={source.id} className={classes.card}>
            <One source={source} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ source }: { source: ImportSource }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const [percent, setPercent] = useState<string | number>(source.dropPercent);
  const valid = typeof percent === 'number' && percent >= 1 && percent <= MOST_PERCENT;
  const save = useMutation({
    mutationFn: (value: number) =>
      unwrap(
        http.PUT('/api/v1/import-sources/{id}/guard', {
          params: { path: { id: source.id } },
          body: { percent: value },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: queries.importSources().queryKey }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (valid && !save.isPending) save.mutate(percent);
  };
  const name = `${text(source.unit.name)} · ${t(`imports.kinds.${source.kind}`)}`;
  return (
    <form onSubmit={submit} className={classes.guard} noValidate>
      <p className={classes.line}>
        <span className={classes.strong}>{name}</span>
        <span className={classes.meta}>{source.own ? t('imports.byHand') : source.code}</span>
      </p>
      <div className={classes.actions}>
        <NumberInput
          label={t('imports.guardPercent')}
          aria-label={t('imports.guardPercentOf', { name })}
          min={1}
          max={MOST_PERCENT}
          allowDecimal={false}
          suffix="%"
          value={percent}
          onChange={setPercent}
          error={valid ? null : t('imports.guardRange', { most: MOST_PERCENT })}
        />
        <Button
          type="submit"
          variant="default"
          loading={save.isPending}
          disabled={!valid || percent === source.dropPercent}
        >
          {t('imports.guardSave')}
        </Button>
      </div>
      {save.isSuccess && percent === source.dropPercent && (
        <Notice tone="good" live>
          {t('imports.guardSaved')}
        </Notice>
      )}
      {save.isError && <Failure error={save.error} />}
    </form>
  );
}
